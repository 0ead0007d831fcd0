import EventModel
import TestSupport
import Testing

@testable import Alerts

struct AlertStepTests {
  private static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  private static func rule(
    holdFor: TimeInterval = .seconds(0),
    keepFiringFor: TimeInterval = .seconds(0),
    reminder: TimeInterval? = nil
  ) -> AlertRule {
    var rule = AlertRule.standard(.successRateFalls)
    rule.holdFor = holdFor
    rule.keepFiringFor = keepFiringFor
    rule.reminderInterval = reminder
    rule.missingMax = .days(2)
    return rule
  }

  /// Looks every hour, beginning at hour 1.
  private static func walk(
    _ standings: [AlertStanding],
    _ rule: AlertRule,
    _ conditions: (Int) -> AlertConditions = { _ in AlertConditions() }
  ) -> [AlertStep] {
    var state = AlertState.unseen
    return standings.enumerated().map { hour, standing in
      let time = start + .hours(Int64(hour + 1))
      let step = state.step(standing, rule: rule, conditions: conditions(hour + 1), at: time)
      state = step.state
      return step
    }
  }

  private static func events(_ steps: [AlertStep]) -> [String] { steps.map { $0.notice?.rawValue ?? "-" } }
  private static func phases(_ steps: [AlertStep]) -> [String] { steps.map(\.state.phase.rawValue) }

  @Test("an alert opens once, stays one while it is bad, and ends once")
  func life() {
    let steps = Self.walk([.well, .bad, .bad, .between, .bad, .well, .well], Self.rule())
    #expect(Self.events(steps) == ["-", "firing", "-", "-", "-", "resolved", "-"])
    #expect(Self.phases(steps) == ["ok", "firing", "firing", "firing", "firing", "ok", "ok"])
    #expect(steps.map(\.transition) == [nil, .opened, nil, nil, nil, .closed(.recovered), nil])
  }

  @Test("what has to be bad, or well, for some time has to be so all along")
  func waiting() {
    let rule = Self.rule(holdFor: .hours(2), keepFiringFor: .hours(2))
    let rise = Self.walk([.bad, .bad, .well, .bad, .between, .bad, .bad, .bad], rule)
    #expect(Self.phases(rise) == ["pending", "pending", "ok", "pending", "ok", "pending", "pending", "firing"])
    let fall = Self.walk(
      [.bad, .bad, .bad, .well, .well, .bad, .well, .between, .well, .well, .well],
      rule
    )
    #expect(
      Self.phases(fall).dropFirst(2) == [
        "firing", "recovering", "recovering", "firing", "recovering", "firing", "recovering", "recovering", "ok",
      ]
    )
    #expect(Self.events(fall).filter { $0 != "-" } == ["firing", "resolved"])
  }

  @Test("missing data holds everything for as long as the rule says, and then the alert ends and says why")
  func missing() {
    let rule = Self.rule(holdFor: .hours(3))
    // Three hours bad, whatever lies between.
    let held = Self.walk([.bad, .bad, .missing, .missing, .bad, .bad], rule)
    #expect(Self.phases(held) == ["pending", "pending", "pending", "pending", "pending", "firing"])
    let lost = Self.walk([.bad] + Array(repeating: .missing, count: 50), Self.rule())
    #expect(lost[48].state.phase == .firing && lost[48].state.missingSince == Self.start + .hours(2))
    #expect(lost[49].transition == .closed(.unmeasured) && lost[49].notice == .resolved)
    #expect(Self.events(lost).filter { $0 != "-" } == ["firing", "resolved"])
  }

  @Test("a silence keeps people from being told, and what is still open when it ends is told then")
  func silence() {
    let silenced = AlertConditions(isSilenced: true)
    let still = Self.walk([.bad, .bad, .bad, .well], Self.rule()) { $0 <= 2 ? silenced : AlertConditions() }
    #expect(Self.phases(still) == ["firing", "firing", "firing", "ok"])
    #expect(Self.events(still) == ["-", "-", "firing", "resolved"])
    let over = Self.walk([.bad, .well, .well], Self.rule()) { $0 <= 1 ? silenced : AlertConditions() }
    #expect(Self.events(over) == ["-", "-", "-"], "nobody heard of it, so nobody hears of its end")
    #expect(over[1].transition == .closed(.recovered))
  }

  @Test("reminders come at their interval until somebody acknowledges, and the end is told all the same")
  func reminders() {
    let rule = Self.rule(reminder: .hours(2))
    let acknowledged = AlertConditions(isAcknowledged: true)
    let standings = Array(repeating: AlertStanding.bad, count: 8) + [.well]
    let steps = Self.walk(standings, rule) { $0 >= 6 ? acknowledged : AlertConditions() }
    #expect(Self.events(steps) == ["firing", "-", "reminder", "-", "reminder", "-", "-", "-", "resolved"])
  }

  @Test("a rule that is switched off ends what is open")
  func disabled() {
    var rule = Self.rule()
    let open = Self.walk([.bad], rule)[0].state
    rule.isEnabled = false
    let step = open.step(.bad, rule: rule, at: Self.start + .hours(2))
    #expect(step.transition == .closed(.disabled) && step.notice == .resolved && !step.state.isOpen)
    #expect(AlertState.unseen.step(.bad, rule: rule, at: Self.start).transition == nil)
  }

  @Test("a figure that trembles between the thresholds changes nothing", arguments: [UInt64(1), 2, 3])
  func hysteresis(seed: UInt64) {
    print("seed \(seed)")
    var generator = TestGenerator(seed: seed)
    let thresholds = AlertThresholds(enter: 0.1, leave: 0.05)
    for first in [AlertStanding.well, .bad] {
      var state = AlertState.unseen.step(first, rule: Self.rule(), at: Self.start).state
      let phase = state.phase
      for hour in 1...200 {
        let value = Double.random(in: 0.05..<0.1, using: &generator)
        let step = state.step(thresholds.standing(value), rule: Self.rule(), at: Self.start + .hours(Int64(hour)))
        #expect(step.transition == nil && step.notice == nil && step.state.phase == phase)
        state = step.state
      }
    }
  }

  @Test(
    "over any course of things openings and endings alternate, and the same time twice changes nothing",
    arguments: 1...20
  )
  func anyCourse(seed: Int) {
    print("seed \(seed)")
    var generator = TestGenerator(seed: UInt64(seed))
    let rule = Self.rule(
      holdFor: .hours(Int64.random(in: 0...3, using: &generator)),
      keepFiringFor: .hours(Int64.random(in: 0...3, using: &generator)),
      reminder: generator.pick([nil, .hours(2)])
    )
    var state = AlertState.unseen
    var isOpen = false
    var wasTold = false
    for hour in 1...400 {
      let standing = generator.pick(AlertStanding.allCases)
      let conditions = AlertConditions(
        isSilenced: Int.random(in: 0..<4, using: &generator) == 0,
        isAcknowledged: isOpen && Int.random(in: 0..<4, using: &generator) == 0
      )
      let time = Self.start + .hours(Int64(hour))
      let step = state.step(standing, rule: rule, conditions: conditions, at: time)
      switch step.transition {
      case .opened:
        #expect(!isOpen && standing == .bad)
        (isOpen, wasTold) = (true, false)
      case .closed:
        #expect(isOpen && standing != .bad && standing != .between)
        isOpen = false
      case nil: break
      }
      #expect(step.state.isOpen == isOpen)
      switch step.notice {
      case .firing:
        #expect(isOpen && !wasTold && !conditions.isSilenced)
        wasTold = true
      case .reminder: #expect(isOpen && wasTold && !conditions.isSilenced && !conditions.isAcknowledged)
      case .resolved: #expect(!isOpen && wasTold && !conditions.isSilenced)
      case nil: break
      }
      let again = step.state.step(generator.pick(AlertStanding.allCases), rule: rule, at: time)
      #expect(again == AlertStep(state: step.state, transition: nil, notice: nil))
      state = step.state
    }
  }
}
