import Analytics
import Coaching
import EventModel
import TestSupport
import Testing

@testable import Alerts

struct RateRuleTests {
  private let rule = AlertRule.standard(.successRateFalls)

  @Test("a fall is told with its numbers, samples and period, and what to do")
  func fall() throws {
    let result = try #require(World.look(rule, World.input(World.course(before: 10, recent: 5))).first)
    let alert = try #require(result.alert)
    #expect(result.subject == AlertSubject("send_email") && result.transition == .opened)
    #expect(alert.figures.observed == 0.25 && alert.figures.baseline == 0.5 && alert.figures.sampleCount == 140)
    #expect(abs((alert.figures.threshold ?? 0) - 0.4) < 1e-12)
    #expect(alert.title == "The success rate of send_email fell from 50 % to 25 %")
    let change = try #require(result.change)
    #expect(change.event == .firing && change.id == alert.id && change.severity == .warning)
    let text = change.lines.joined(separator: "\n")
    #expect(
      text.contains("Of 140 matured outcomes of send_email of 2026-03-23 to 2026-03-29, 25 % succeeded"),
      "\(text)"
    )
    #expect(text.contains("of 560 in the 28 days before, 50 %") && text.contains("What to do: "), "\(text)")
    #expect(change.document["alert"]?["rule"] == .string("success_rate_falls"))
  }

  @Test("young days count for nothing: of them only the good news is in")
  func maturity() {
    let course = World.course(before: 10, recent: 10)
    let young = (0...1).map { World.outcomes($0, 0, of: 500) }
    #expect(World.look(rule, World.input(course + young)).allSatisfy { $0.alert == nil })
    let deal = course.map { row in
      OutcomeRollup(
        day: row.day,
        repID: nil,
        actionType: row.actionType,
        channel: nil,
        outcomeType: .dealProgression,
        isPrimary: true,
        statuses: row.statuses
      )
    }
    #expect(World.look(rule, World.input(deal)).first?.missing != nil, "a deal's window is thirty days")
  }

  @Test("a rise, a small fall and a fall that may be chance alert nobody")
  func nothing() {
    for (before, recent, total) in [(10, 15, 20), (10, 9, 20), (5, 4, 10)] as [(Int64, Int64, Int64)] {
      let results = World.look(rule, World.input(World.course(before: before, recent: recent, of: total)))
      #expect(results.allSatisfy { $0.alert == nil && $0.missing == nil }, "\(before) \(recent) of \(total)")
    }
  }

  @Test("without the minimum of outcomes nothing is said, whatever they are", arguments: 1...10)
  func sampleCountMin(seed: Int) {
    print("seed \(seed)")
    var generator = TestGenerator(seed: UInt64(seed))
    for _ in 0..<50 {
      var rule = rule
      rule.sampleCountMin = Int64.random(in: 1...100, using: &generator)
      let rows = (2...36).map { day in
        let total = Int64.random(in: 0...8, using: &generator)
        return World.outcomes(day, Int64.random(in: 0...total, using: &generator), of: total)
      }
      let counts = [2...8, 9...36].map { days in
        rows.filter { days.contains(UTCDay(World.now).number - $0.day.number) }.reduce(0) { $0 + $1.statuses.total }
      }
      let result = World.look(rule, World.input(rows)).first
      let isEnough = (counts.min() ?? 0) >= (rule.sampleCountMin ?? 0)
      #expect((result?.missing == nil) == isEnough, "\(counts) \(String(describing: rule.sampleCountMin))")
      #expect(isEnough || result?.alert == nil)
    }
  }

  @Test("of tenants that don't change, hardly one look in a thousand alerts", arguments: [UInt64(5)])
  func noise(seed: UInt64) {
    print("seed \(seed)")
    var generator = TestGenerator(seed: seed)
    var count = 0
    for _ in 0..<1000 {
      let rate = Double.random(in: 0.1...0.7, using: &generator)
      let rows = (2...36).map { day in
        World.outcomes(
          day,
          (0..<12).reduce(0) { sum, _ in
            sum + (Double.random(in: 0..<1, using: &generator) < rate ? 1 : 0)
          },
          of: 12
        )
      }
      count += World.look(rule, World.input(rows)).contains { $0.alert != nil } ? 1 : 0
    }
    // Half of 1 % are falls; the minimum fall takes most of those away.
    #expect(count <= 10, "\(count)")
  }

  @Test("the order of rows and subjects is of no importance", arguments: [UInt64(7), 8])
  func order(seed: UInt64) {
    print("seed \(seed)")
    var generator = TestGenerator(seed: seed)
    let rows = ["a", "b", "c", "d"].flatMap { type in
      World.course(before: 12, recent: Int64.random(in: 0...12, using: &generator), type: type)
    }
    let expected = World.look(rule, World.input(rows))
    #expect(expected.map(\.subject.text) == ["a", "b", "c", "d"])
    for _ in 0..<20 {
      let shuffled = World.look(rule, World.input(rows.shuffled(using: &generator)))
      #expect(shuffled.map(\.state) == expected.map(\.state))
      #expect(shuffled.map(\.alert) == expected.map(\.alert))
      #expect(shuffled.map(\.change) == expected.map(\.change))
    }
  }

  @Test("late replies that correct the figures end the alert at the next look, which says so")
  func corrected() throws {
    let fired = World.look(rule, World.input(World.course(before: 10, recent: 2)))
    #expect(fired.first?.transition == .opened)
    let later = World.now + .hours(1)
    let same = World.look(rule, World.input(World.course(before: 10, recent: 2)), after: fired, at: later)
    #expect(same.first?.transition == nil && same.first?.alert?.id == fired.first?.alert?.id)
    let again = World.look(
      rule,
      World.input(World.course(before: 10, recent: 10)),
      after: same,
      at: World.now + .hours(2)
    )
    let result = try #require(again.first)
    #expect(result.transition == .closed(.recovered) && result.alert?.state == .resolved)
    let change = try #require(result.change)
    #expect(change.event == .resolved && change.title.hasPrefix("Resolved: The success rate of send_email fell"))
    let text = change.lines.joined(separator: "\n")
    #expect(
      text.contains("It was open for 2 hours") && text.contains("14 of 140 had succeeded then, and 70 of 140"),
      "\(text)"
    )
  }

  @Test("a second look at the same time changes nothing")
  func twice() throws {
    let input = World.input(World.course(before: 10, recent: 2))
    let first = World.look(rule, input)
    let second = World.look(rule, input, after: first, at: World.now)
    #expect(second.map(\.state) == first.map(\.state))
    #expect(second.allSatisfy { $0.change == nil && $0.transition == nil })
    #expect(second.map(\.alert) == first.map(\.alert))
  }

  @Test("a jump of escalations alerts the tenant, and its end is told")
  func escalations() throws {
    let rule = AlertRule.standard(.escalationRateJumps)
    func days(_ recent: Int64) -> [OutcomeRollup] {
      (1...35).flatMap { day in
        let escalated: Int64 = day <= 7 ? recent : 2
        return [
          World.outcomes(day, 0, of: 20 - escalated),
          World.outcomes(day, 0, of: escalated, type: "escalate", outcomeType: .escalationResult),
        ]
      }
    }
    let calm = World.look(rule, World.input(days(2)))
    #expect(calm.map(\.subject) == [.tenant] && calm[0].alert == nil && calm[0].missing == nil)
    let jump = World.look(rule, World.input(days(8)), after: calm, at: World.now + .hours(1))
    #expect(jump[0].change?.title == "The escalation rate rose from 10 % to 40 %")
    let end = World.look(rule, World.input(days(2)), after: jump, at: World.now + .hours(2))
    #expect(end[0].change?.event == .resolved)
  }
}
