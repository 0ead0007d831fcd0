import Coaching
import EventModel
import TestSupport
import Testing

struct CoachingReportJSONTests {
  private static func number(_ value: JSONValue?) -> Double? {
    if case .number(let number) = value { return number.double }
    return nil
  }

  private static func list(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let elements) = value { return elements }
    return []
  }

  @Test func `every pattern is in the list of its kind, with its numbers as they are`() throws {
    let world = SampleWorld(conversationCount: 1500) { action in
      0.2 + (action.rep == "anna" ? 0.25 : 0) - (action.persona == "cto" ? 0.15 : 0)
        + (action.trigger == "pricing" ? 0.4 : 0)
    }
    let report = world.report(seed: 1)
    let json = JSONValue.object(report.members())
    #expect(json["outcome_count"] == .number(JSONNumber(report.overall.trials)))
    #expect(Self.number(json["success_rate"]) == report.overall.rate)
    for kind in CoachingPattern.Kind.allCases {
      let patterns = report.patterns.filter { $0.kind == kind }
      #expect(!patterns.isEmpty, "\(kind)")
      let list = Self.list(json["\(kind.rawValue)s"])
      #expect(list == patterns.map { $0.json() })
      for (json, pattern) in zip(list, patterns) {
        #expect(json["pattern_id"] == .string(pattern.id.description))
        #expect(json["sentence"] == .string(pattern.sentence))
        #expect(json["recommendation"] == .string(pattern.recommendation))
        #expect(json["value"] == pattern.evidence.value.text.map { .string($0) })
        let evidence = try #require(json["evidence"])
        let comparison = pattern.evidence.comparison
        #expect(Self.number(evidence["success_rate"]) == comparison.groupRate)
        #expect(Self.number(evidence["rest_success_rate"]) == comparison.restRate)
        #expect(Self.number(evidence["difference"]) == comparison.difference)
        #expect(evidence["direction"] == .string(comparison.difference > 0 ? "better" : "worse"))
        let interval = Self.list(evidence["difference_interval"]).map(Self.number)
        #expect(
          interval == [pattern.evidence.differenceInterval.lower, pattern.evidence.differenceInterval.upper]
        )
        #expect(Self.number(evidence["adjusted_joint_p_value"]) == pattern.evidence.adjustedJointProbability)
        let rival = try #require(pattern.evidence.strongestRival)
        #expect(evidence["strongest_rival"]?["attribute"] == .string(rival.attribute.rawValue))
      }
    }
  }

  @Test func `a report without outcomes knows no rate, and has empty lists`() {
    let json = JSONValue.object(CoachingReport(CoachingTally()).members())
    #expect(json["success_rate"] == .null && json["outcome_count"] == .number(JSONNumber(Int64(0))))
    for list in ["escalation_patterns", "top_actions", "improvement_areas", "confounded"] {
      #expect(json[list] == .array([]))
    }
  }

  @Test func `what is confounded says by what`() throws {
    let world = SampleWorld(conversationCount: 1000) { action in
      action.persona == "buyer" ? 0.5 : 0.2
    } shape: { action, generator in
      action.hour = action.persona == "buyer" && generator.chance(70) ? 9 : Int.random(in: 8...15, using: &generator)
    }
    let report = world.report(seed: 3)
    let list = Self.list(JSONValue.object(report.members())["confounded"])
    #expect(list == report.confounded.map(\.json))
    let nine = try #require(list.first { $0["attribute"] == .string("hour_of_day") && $0["value"] == .string("9") })
    #expect(nine["because_of"] == .string("persona"))
    #expect(nine["verdict"] == .string("explained") || nine["verdict"] == .string("reversed"))
    #expect(nine["pattern_id"] == nil, "it is no pattern, and not to be rated")
  }
}
