import Analytics
import Coaching
import EventModel
import TestSupport
import Testing

struct TeamComparisonTests {
  private static func document(
    _ counts: [(rep: String?, type: String, positive: Int64, of: Int64)]
  ) throws -> AnalyticsDocument {
    let rows = counts.map { Known.outcomes($0.positive, expired: $0.of - $0.positive, rep: $0.rep, type: $0.type) }
    return .manager(.tenant, try Known.request(), from: AnalyticsInput(outcomes: rows))
  }

  private static func flags(_ document: AnalyticsDocument, _ breakdown: String) throws -> [String: String] {
    let label = breakdown == "by_rep" ? "rep_id" : "action_type"
    let rows = try #require(document[.successRate]).rows(breakdown)
    return rows.reduce(into: [:]) { flags, row in
      if let flag = row.text("flag") { flags[row.text(label) ?? "nobody"] = flag }
    }
  }

  @Test func `a rep who does credibly worse at equal action type is flagged, with a sentence`() throws {
    let document = try Self.document([
      ("ann", "call", 40, 100), ("bob", "call", 42, 100), ("dan", "call", 41, 100), ("eve", "call", 39, 100),
      ("ann", "send_email", 60, 100), ("bob", "send_email", 58, 100), ("dan", "send_email", 59, 100),
      ("eve", "send_email", 61, 100), ("cyd", "call", 12, 100), ("cyd", "send_email", 30, 100),
    ])
    #expect(try Self.flags(document, "by_rep") == ["cyd": "below"])
    let opportunities = try #require(document[.coachingOpportunities])
    let rows = try opportunities.rows("opportunities")
    #expect(rows.first?.text("rep_id") == "cyd" || rows.first?.text("action_type") == "call")
    let sentence = try #require(rows.first { $0.text("rep_id") == "cyd" }?.text("sentence"))
    #expect(
      sentence.hasPrefix(
        "Of 200 decided actions for the rep \"cyd\" 21 % succeeded, against 50 % of the 800 others; at equal action "
          + "type the difference is -29 points (95 % interval -"
      )
    )
    // Five reps and two action types.
    #expect(opportunities.figure.sampleSize == 7)
    #expect(opportunities.figure.value == Double(rows.count))
  }

  @Test func `who only does what is hard for everybody is not flagged`() throws {
    // Calls succeed in 10 %, e-mails in 50 %, whoever makes them; cyd mostly calls.
    let document = try Self.document([
      ("ann", "call", 4, 40), ("ann", "send_email", 200, 400), ("bob", "call", 5, 50), ("bob", "send_email", 190, 380),
      ("cyd", "call", 40, 400), ("cyd", "send_email", 20, 40),
    ])
    #expect(try Self.flags(document, "by_rep").isEmpty)
    #expect(try Self.flags(document, "by_action_type") == ["call": "below", "send_email": "above"])
    let row = try #require(document[.successRate]).rows("by_rep").first { $0.text("rep_id") == "cyd" }
    #expect(abs(try #require(row?.number("difference_at_equal_action_type"))) < 0.05)
    #expect(try #require(row?.number("difference")) < -0.2)
  }

  @Test func `who does better at equal action type is not flagged for the mix`() throws {
    // As above, but cyd does better at both.
    let document = try Self.document([
      ("ann", "call", 4, 40), ("ann", "send_email", 200, 400), ("bob", "call", 5, 50), ("bob", "send_email", 190, 380),
      ("cyd", "call", 100, 400), ("cyd", "send_email", 28, 40),
    ])
    let row = try #require(document[.successRate]).rows("by_rep").first { $0.text("rep_id") == "cyd" }
    #expect(try #require(row?.number("difference")) < -0.1)
    #expect(try #require(row?.number("difference_at_equal_action_type")) > 0.1)
    #expect(try #require(row?.number("adjusted_p_value")) < 0.01)
    #expect(row?.text("flag") == nil)
  }

  @Test func `too few outcomes are compared with nothing, and what names no rep is no rep`() throws {
    let document = try Self.document([
      ("ann", "call", 0, 19), (nil, "call", 1, 200), ("bob", "call", 90, 100),
    ])
    let rows = try #require(document[.successRate]).rows("by_rep")
    #expect(rows.map { $0.text("rep_id") } == ["ann", "bob", nil])
    #expect(rows.map { $0["adjusted_p_value"] != nil } == [false, true, false])
    #expect(rows.map { $0.text("flag") } == [nil, "above", nil])
  }

  @Test func `one rep with one action type has nobody to be compared with`() throws {
    let document = try Self.document([("ann", "call", 10, 100)])
    let opportunities = try #require(document[.coachingOpportunities])
    #expect(opportunities.figure.value == nil)
    #expect(opportunities.figure.missing != nil)
  }

  @Test func `a team's document holds its reps alone`() throws {
    let rows = [
      Known.outcomes(5, expired: 5), Known.outcomes(1, expired: 9, rep: "bob"), Known.outcomes(50, rep: "eve"),
      Known.outcomes(70, rep: nil),
    ]
    let scope = AnalyticsScope.team(TeamID("north"), [RepIDs.ann, RepIDs.bob])
    let document = AnalyticsDocument.manager(scope, try Known.request(), from: AnalyticsInput(outcomes: rows))
    #expect(document[.responseRate]?.figure.value == 0.3)
    #expect(try #require(document[.responseRate]).rows("by_rep").map { $0.text("rep_id") } == ["ann", "bob"])
    let tenant = AnalyticsDocument.manager(.tenant, try Known.request(), from: AnalyticsInput(outcomes: rows))
    #expect(tenant[.responseRate]?.figure.sampleSize == 140)
  }

  /// Every rep and every action type is the same; what is flagged is chance.
  @Test func `in pure noise hardly anybody is flagged`() throws {
    var generator = TestGenerator(seed: 3)
    var flaggedWorlds = 0
    for _ in 0..<200 {
      var counts: [(rep: String?, type: String, positive: Int64, of: Int64)] = []
      for rep in 0..<8 {
        for type in ["call", "send_email", "escalate"] {
          let trials = Int64.random(in: 10...60, using: &generator)
          let positive = (0..<trials).reduce(0) { sum, _ in sum + (generator.chance(30) ? 1 : 0) }
          counts.append(("rep-\(rep)", type, Int64(positive), trials))
        }
      }
      let document = try Self.document(counts)
      let flags = try Self.flags(document, "by_rep").count + Self.flags(document, "by_action_type").count
      if flags > 0 { flaggedWorlds += 1 }
    }
    print("\(flaggedWorlds) of 200 worlds of noise have a flag")
    // Where there is nothing to find, every discovery is false: at most one world in twenty, and three standard errors.
    #expect(flaggedWorlds <= 19)
  }
}
