public import EventModel

extension CoachingReport {
  /// The members of the report's JSON object: counts, and the patterns by their kind, the strongest first. What is not
  /// known is null.
  ///
  /// - Parameter more: what else is known of a pattern, at the end of its object.
  public func members(_ more: (CoachingPattern) -> [JSONMember] = { _ in [] }) -> [JSONMember] {
    let counts: KeyValuePairs<String, JSONValue> = [
      "outcome_count": .count(overall.trials),
      "success_count": .count(overall.successes),
      "success_rate": .real(overall.rate),
      "tested_value_count": .count(testCount),
      "untested_value_count": .count(untestedValueCount),
      "false_discovery_rate": .real(policy.falseDiscoveryRate),
      "confidence": .real(policy.confidence),
      "sample_count_min": .count(policy.sampleCountMin),
      "difference_min": .real(policy.differenceMin),
    ]
    let lists = CoachingPattern.Kind.allCases.map { kind in
      JSONMember(kind.listName, .array(patterns.filter { $0.kind == kind }.map { $0.json(more($0)) }))
    }
    return counts.map { JSONMember($0.key, $0.value) } + lists
      + [JSONMember("confounded", .array(confounded.map(\.json)))]
  }
}

extension CoachingPattern.Kind {
  /// The name of the list that holds patterns of this kind.
  public var listName: String { "\(rawValue)s" }
}

extension CoachingPattern {
  /// The pattern as a JSON object: its id, sentence and recommendation, and every number behind them.
  ///
  /// - Parameter more: further members, at the end.
  public func json(_ more: [JSONMember] = []) -> JSONValue {
    let members: KeyValuePairs<String, JSONValue> = [
      "pattern_id": .string(id.description),
      "kind": .string(kind.rawValue),
      "attribute": .string(evidence.value.attribute.rawValue),
      "value": .text(evidence.value.text),
      "sentence": .string(sentence),
      "recommendation": .string(recommendation),
      "evidence": evidence.json,
    ]
    return .object(members.map { JSONMember($0.key, $0.value) } + more)
  }
}

extension ConfoundedDifference {
  /// The difference as a JSON object, with what speaks against it.
  public var json: JSONValue {
    .object([
      "attribute": .string(evidence.value.attribute.rawValue),
      "value": .text(evidence.value.text),
      "verdict": .string(verdict.name),
      "because_of": .text(verdict.rival?.rawValue),
      "sentence": .string(sentence),
      "evidence": evidence.json,
    ])
  }
}

extension CoachingVerdict {
  /// The verdict without the attribute that it names.
  var name: String {
    switch self {
    case .holds: "holds"
    case .explained: "explained"
    case .reversed: "reversed"
    case .tooFewSamples: "too_few_samples"
    }
  }

  /// The attribute that speaks against a difference.
  var rival: CoachingAttribute? {
    switch self {
    case .holds: nil
    case .explained(by: let rival), .reversed(by: let rival), .tooFewSamples(within: let rival): rival
    }
  }
}
