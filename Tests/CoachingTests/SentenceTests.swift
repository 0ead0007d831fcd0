import Coaching
import EventModel
import TestSupport
import Testing

struct SentenceTests {
  /// Two weekdays, of one persona or two.
  private static func report(
    _ counts: [(Weekday, String?, successes: Int, trials: Int)]
  ) -> CoachingReport {
    var tally = CoachingTally()
    for (weekday, persona, successes, trials) in counts {
      let values: [AttributeValue] = [.weekday(weekday)] + (persona.map { [.persona(PersonaName($0))] } ?? [])
      for index in 0..<trials { tally.add(CoachingObservation(isSuccess: index < successes, values: values)) }
    }
    return CoachingReport(tally)
  }

  @Test func `a pattern says both rates, their numbers, and the difference with its interval`() throws {
    let report = Self.report([
      (.tuesday, nil, successes: 128, trials: 412), (.friday, nil, successes: 686, trials: 3120),
    ])
    let pattern = try #require(report.patterns.first)
    #expect(
      pattern.sentence == """
        Of 412 actions on Tuesdays 31.1 % succeeded, against 22 % of 3,120 on other weekdays (+9.1 points, \
        95 % interval +4.5 to +14). There was no other attribute to check it against.
        """
    )
    #expect(pattern.kind == .topAction)
    #expect(pattern.recommendation == "Move some actions to this weekday, and watch whether the rate stays.")
  }

  @Test func `a pattern says what is left of it at equal value of its strongest rival`() throws {
    let report = Self.report([
      (.tuesday, "cfo", successes: 30, trials: 100), (.friday, "cfo", successes: 40, trials: 200),
      (.tuesday, "cto", successes: 75, trials: 200), (.friday, "cto", successes: 60, trials: 300),
    ])
    let pattern = try #require(report.patterns.first { $0.evidence.value == .weekday(.tuesday) })
    #expect(pattern.sentence.hasPrefix("Of 300 actions on Tuesdays 35 % succeeded, against 20 % of 500 on other"))
    #expect(pattern.sentence.contains("At equal persona the difference is +14.8 points (95 % interval +"))
  }

  @Test func `a confounded difference says what accounts for it, and recommends nothing`() throws {
    let reversed = Self.report([
      (.tuesday, "small", successes: 90, trials: 200), (.tuesday, "large", successes: 3, trials: 40),
      (.friday, "small", successes: 81, trials: 135), (.friday, "large", successes: 40, trials: 400),
    ])
    #expect(
      try #require(reversed.confounded.first).sentence == """
        Of 240 actions on Tuesdays 38.8 % succeeded, against 22.6 % of 535 on other weekdays (+16.2 points, \
        95 % interval +9.1 to +23.3). But at equal persona it is the other way round: -11.1 points \
        (95 % interval -18.9 to -3.3).
        """
    )
    let explained = Self.report([
      (.tuesday, "small", successes: 120, trials: 200), (.tuesday, "large", successes: 20, trials: 100),
      (.friday, "small", successes: 60, trials: 100), (.friday, "large", successes: 80, trials: 400),
    ])
    let sentence = try #require(explained.confounded.first).sentence
    #expect(sentence.contains("But at equal persona the difference is 0 points"))
    #expect(sentence.hasSuffix("the persona accounts for most of it."))
  }

  /// Every value that can be a pattern: a difference of its own, in a tally with nothing else.
  @Test func `every attribute has words for its value, its rest, and both directions`() throws {
    let values: [(AttributeValue, AttributeValue, words: String, rest: String)] = [
      (
        .actionType(ActionType("send_email")), .actionType(ActionType("call")), "200 \"send_email\" actions",
        "200 of other types"
      ),
      (
        .hourOfDay(try #require(HourOfDay(23))), .hourOfDay(try #require(HourOfDay(9))),
        "200 actions between 23:00 and 00:00", "200 at other hours"
      ),
      (.weekday(.sunday), .weekday(.monday), "200 actions on Sundays", "200 on other weekdays"),
      (
        .channel(ChannelName("email")), .channel(ChannelName("chat")), "200 actions over the channel \"email\"",
        "200 over other channels"
      ),
      (
        .persona(PersonaName("cfo")), .persona(PersonaName("cto")), "200 actions towards the persona \"cfo\"",
        "200 towards other personas"
      ),
      (
        .stage(StageName("discovery")), .stage(StageName("b")), "200 actions in the stage \"discovery\"",
        "200 in other stages"
      ),
      (.rep(RepID("anna")), .rep(RepID("ben")), "200 actions for the rep \"anna\"", "200 for other reps"),
      (
        .escalationTrigger(EscalationTrigger("pricing")), .escalationTrigger(EscalationTrigger("legal")),
        "200 escalations triggered by \"pricing\"", "200 with other triggers"
      ),
      (.sequencePosition(.sixthToTenth), .sequencePosition(.first), "200 sixth to tenth touches", "200 other touches"),
      (
        .timeSinceLastTouch(.oneToThreeDays), .timeSinceLastTouch(.underAnHour),
        "200 actions 1 to 3 days after the touch before", "200 after other pauses"
      ),
    ]
    #expect(Set(values.map(\.0.attribute)).count == CoachingAttribute.allCases.count)
    var recommendations: Set<String> = []
    for (value, other, words, rest) in values {
      // With a third value the attribute's worse ones are told as well.
      let text = value.attribute == .timeSinceLastTouch ? "336" : "5"
      let third = try #require(AttributeValue(value.attribute, text: text))
      for (successes, isBetter) in [(140, true), (20, false)] {
        var tally = CoachingTally()
        for (one, count, trials) in [(value, successes, 200), (other, 40, 100), (third, 40, 100)] {
          for index in 0..<trials { tally.add(CoachingObservation(isSuccess: index < count, values: [one])) }
        }
        let pattern = try #require(CoachingReport(tally).patterns.first { $0.evidence.value == value })
        #expect(pattern.sentence.contains("Of \(words) "), "\(pattern.sentence)")
        #expect(pattern.sentence.contains("of \(rest) ("), "\(pattern.sentence)")
        #expect(pattern.evidence.isBetter == isBetter)
        recommendations.insert(pattern.recommendation)
        let isEscalation = value.attribute == .escalationTrigger
        #expect(pattern.kind == (isEscalation ? .escalationPattern : isBetter ? .topAction : .improvementArea))
      }
    }
    #expect(recommendations.count == 2 * CoachingAttribute.allCases.count)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the written difference is that of the written rates, and no interval is narrower than it is`(
    seed: UInt64
  ) throws {
    var generator = TestGenerator(seed: seed)
    let report = Self.report([
      (.tuesday, nil, successes: .random(in: 300...500, using: &generator), trials: 601),
      (.friday, nil, successes: 100, trials: 997),
    ])
    let pattern = try #require(report.patterns.first)
    let form = /Tuesdays (\S+) %.*against (\S+) %.*\(\+(\S+) points, 95 % interval \+(\S+) to \+([\d.]+)\)/
    let match = try #require(pattern.sentence.firstMatch(of: form), "seed \(seed): \(pattern.sentence)").output
    let figures = try [match.1, match.2, match.3, match.4, match.5].map { try #require(Double($0)) }
    #expect(abs(figures[0] - figures[1] - figures[2]) < 1e-9, "seed \(seed)")
    let interval = pattern.evidence.differenceInterval
    #expect((-1e-9..<0.1001).contains(100 * interval.lower - figures[3]), "seed \(seed)")
    #expect((-1e-9..<0.1001).contains(figures[4] - 100 * interval.upper), "seed \(seed)")
  }
}
