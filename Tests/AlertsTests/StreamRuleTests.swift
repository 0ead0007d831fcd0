import EventModel
import Testing

@testable import Alerts

struct StreamRuleTests {
  private static let stalls = AlertRule.standard(.streamStalls)
  private static let letters = AlertRule.standard(.deadLettersRise)

  private static func stream(_ waiting: StreamReading.Waiting, letters: Int64 = 0) -> AlertInput {
    var input = AlertInput()
    input.streams = [StreamReading(name: "s", waiting: waiting, deadLetterCount: letters)]
    return input
  }

  private static func waiting(_ entry: String, _ minutes: Int64, _ count: Int64? = 5) -> StreamReading.Waiting {
    .entries(oldest: entry, age: .seconds(minutes * 60), count: count)
  }

  /// Looks every minute.
  private static func walk(_ inputs: [AlertInput], _ rule: AlertRule) -> [AlertRound.Result?] {
    var results: [AlertRound.Result] = []
    return inputs.enumerated().map { minute, input in
      results = World.look(rule, input, after: results, at: World.now + .seconds(Int64(minute) * 60))
      return results.first
    }
  }

  @Test("an unknown backlog is no empty one: it neither opens nor ends anything")
  func unknown() throws {
    let inputs = [Self.waiting("1-0", 20), Self.waiting("1-0", 21)].map { Self.stream($0) }
    let open = Self.walk(inputs + (0..<30).map { _ in Self.stream(.unknown) }, Self.stalls)
    #expect(open[1]?.transition == .opened)
    #expect(open.dropFirst(2).allSatisfy { $0?.transition == nil && $0?.alert?.isOpen == true && $0?.missing != nil })
    #expect(open.last??.alert?.unmeasuredSince == World.now + .seconds(120))
    let known = Self.walk(inputs + [Self.stream(.unknown)] + (0..<12).map { _ in Self.stream(.nothing) }, Self.stalls)
    #expect(known.last??.alert?.isOpen == nil && known.contains { $0?.transition == .closed(.recovered) })
    let never = Self.walk((0..<5).map { _ in Self.stream(.unknown) }, Self.stalls)
    #expect(never.allSatisfy { $0?.alert == nil })
  }

  @Test("a stream that takes long and moves doesn't stall; one of unknown length that stands does")
  func moving() {
    let moving = (0..<10).map { Self.stream(Self.waiting("\($0)-0", 60)) }
    #expect(Self.walk(moving, Self.stalls).allSatisfy { $0?.alert == nil })
    let standing = Self.walk((0..<2).map { Self.stream(Self.waiting("1-0", 20 + $0, nil)) }, Self.stalls)
    #expect(standing[1]?.change?.lines.first?.contains("An unknown number of entries wait in s") == true)
    let young = Self.walk((0..<10).map { Self.stream(Self.waiting("1-0", $0)) }, Self.stalls)
    #expect(young.allSatisfy { $0?.alert == nil })
  }

  @Test("what nothing is known of any more ends as that, after as long as the rule says")
  func vanished() {
    let open = [Self.stream(.nothing), Self.stream(.nothing, letters: 20)]
    var rule = Self.letters
    rule.missingMax = .seconds(180)
    let steps = Self.walk(open + (0..<5).map { _ in AlertInput() }, rule)
    #expect(steps[1]?.transition == .opened)
    #expect(steps[5]?.transition == .closed(.unmeasured) && steps[5]?.alert?.ending == .unmeasured)
    #expect(steps[5]?.change?.lines.first?.contains("whether all is well, nobody knows") == true)
    #expect(steps[6] == nil, "there is nothing left to remember")
  }

  @Test("a silence is about its rule, its subject and its time, or about all of them where it names none")
  func silences() {
    func silence(_ rule: AlertRuleName?, _ subject: String?) -> AlertSilence {
      AlertSilence(
        id: AlertSilenceID(World.tenant.uuid),
        rule: rule,
        subject: subject.map { AlertSubject($0) },
        startsAt: World.now,
        endsAt: World.now + .hours(1),
        reason: "x",
        createdBy: "ada",
        createdAt: World.now
      )
    }
    let subject = AlertSubject("s")
    for (rule, name, covers) in [
      (nil, nil, true), (.streamStalls, nil, true), (.streamStalls, "s", true), (nil, "s", true),
      (.deadLettersRise, "s", false), (.streamStalls, "t", false),
    ] as [(AlertRuleName?, String?, Bool)] {
      let silence = silence(rule, name)
      #expect(silence.covers(.streamStalls, subject, at: World.now) == covers)
      #expect(!silence.covers(.streamStalls, subject, at: World.now - .seconds(1)))
      #expect(!silence.covers(.streamStalls, subject, at: World.now + .hours(1)))
    }
  }
}
