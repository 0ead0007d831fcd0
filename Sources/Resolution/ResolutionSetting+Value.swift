import Attribution
public import EventModel
public import SettingModel

extension ResolutionSetting {
  private static let microsecondsPerHour = 3_600_000_000.0

  /// The value that this setting has in a policy.
  public func value(in policy: ResolutionPolicy) -> JSONValue {
    switch self {
    case .attributionModel: .string(policy.attributionModel.rawValue)
    case .attributionHalfLifeDays: .number(JSONNumber(policy.attributionParameters.halfLifeDays))
    case .attributionPositionShares:
      .object([
        JSONMember("first", .number(JSONNumber(policy.attributionParameters.firstShare))),
        JSONMember("last", .number(JSONNumber(policy.attributionParameters.lastShare))),
      ])
    case .attributionMilestoneStage: .string(policy.milestoneStage.text)
    case .attributionCustomWeights: policy.attributionParameters.customWeights.json
    case .attributionTypeEffects: policy.attributionParameters.typeEffects.json
    case .windowHours(let type):
      .number(JSONNumber(Double(policy.windows[type].microseconds) / Self.microsecondsPerHour))
    case .expiredCounts(let type): .bool(policy.expiredCounts[type])
    case .dealStages: .array(policy.stageOrder.names.map { .string($0.text) })
    }
  }

  /// Checks a value and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout ResolutionPolicy) throws(SettingError) {
    switch (self, value) {
    case (.attributionModel, .string(let name)):
      policy.attributionModel = try require(AttributionModel(rawValue: name))
    case (.attributionHalfLifeDays, .number(let days)):
      policy.attributionParameters.halfLifeDays = try require(days.double, within: Self.halfLifeDaysMax)
    case (.attributionPositionShares, .object(let members)):
      let (first, last) = try shares(members)
      policy.attributionParameters.setShares(first: first, last: last)
    case (.attributionMilestoneStage, .string(let name)):
      policy.milestoneStage = StageName(try require(name.isEmpty ? nil : name))
    case (.attributionCustomWeights, .object):
      policy.attributionParameters.customWeights = try require(CustomWeights(value))
    case (.attributionTypeEffects, .object):
      policy.attributionParameters.typeEffects = try require(TypeEffects(value))
    case (.windowHours(let type), .number(let hours)):
      let hours = try require(hours.double, within: Self.windowHoursMax)
      // A window is never nothing, however small the number.
      policy.windows[type] = TimeInterval(microseconds: max(1, Int64((hours * Self.microsecondsPerHour).rounded())))
    case (.expiredCounts(let type), .bool(let counts)):
      policy.expiredCounts[type] = counts
    case (.dealStages, .array(let elements)):
      policy.stageOrder = try stageOrder(elements)
    case (.attributionModel, _), (.attributionHalfLifeDays, _), (.attributionPositionShares, _),
      (.attributionMilestoneStage, _), (.attributionCustomWeights, _), (.attributionTypeEffects, _), (.windowHours, _),
      (.expiredCounts, _), (.dealStages, _):
      throw refusal
    }
  }

  private func require(_ number: Double, within largest: Double) throws(SettingError) -> Double {
    guard number > 0, number <= largest else { throw refusal }
    return number
  }

  private func shares(_ members: [JSONMember]) throws(SettingError) -> (first: Double, last: Double) {
    let object = JSONValue.object(members)
    // A third member would be a misspelling that goes unnoticed.
    guard members.count == 2, case .number(let first)? = object["first"], case .number(let last)? = object["last"],
      first.isInUnitInterval, last.isInUnitInterval, first.double + last.double <= 1
    else { throw refusal }
    return (first.double, last.double)
  }

  private func stageOrder(_ elements: [JSONValue]) throws(SettingError) -> StageOrder {
    var names: [StageName] = []
    for element in elements {
      guard case .string(let name) = element else { throw refusal }
      names.append(StageName(name))
    }
    return try require(StageOrder(names: names))
  }
}
