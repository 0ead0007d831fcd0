import Coaching
public import EventModel
public import SettingModel

extension AnalyticsSetting {
  /// The name under which the other action types stand.
  private static let otherTypes = "default"

  /// The value that this setting has in a policy.
  public func value(in policy: AnalyticsPolicy) -> JSONValue {
    switch self {
    case .minutesSaved:
      .object(
        (policy.minutesSaved.other.map { [.number(Self.otherTypes, $0)] } ?? [])
          + policy.minutesSaved.byActionType.sorted { $0.key < $1.key }.map { .number($0.key.text, $0.value) }
      )
    case .hourlyCost:
      .object(policy.hourlyCost.map { [.number("amount", $0.amount), .text("currency", $0.currency)] } ?? [])
    case .humanBaseline:
      .object(
        OutcomeType.allCases.compactMap { type in
          policy.humanBaselines[type].map { JSONMember(type.rawValue, $0.json) }
        }
      )
    case .teams:
      .object(
        policy.teams.sorted { $0.key < $1.key }.map { team, reps in
          JSONMember(team.text, .array(reps.sorted().map { .string($0.text) }))
        }
      )
    }
  }

  /// Checks a value and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout AnalyticsPolicy) throws(SettingError) {
    let members = try require(value.members)
    switch self {
    case .minutesSaved: policy.minutesSaved = try minutesSaved(members)
    case .hourlyCost: policy.hourlyCost = try members.isEmpty ? nil : require(HourlyCost(json: value))
    case .humanBaseline: policy.humanBaselines = try humanBaselines(members)
    case .teams: policy.teams = try teams(members)
    }
  }

  private func minutesSaved(_ members: [JSONMember]) throws(SettingError) -> MinutesSaved {
    guard members.count <= Self.actionTypeCountMax else { throw refusal }
    var byActionType: [ActionType: Double] = [:]
    var other: Double?
    for member in members {
      guard isName(member.name), case .number(let number) = member.value, number.double >= 0,
        number.double <= MinutesSaved.minutesMax
      else { throw refusal }
      if member.name == Self.otherTypes {
        other = number.double
      } else {
        byActionType[ActionType(member.name)] = number.double
      }
    }
    return MinutesSaved(byActionType: byActionType, other: other)
  }

  private func humanBaselines(_ members: [JSONMember]) throws(SettingError) -> [OutcomeType: HumanBaseline] {
    var baselines: [OutcomeType: HumanBaseline] = [:]
    for member in members {
      let type = try require(OutcomeType(rawValue: member.name))
      baselines[type] = try require(HumanBaseline(json: member.value))
    }
    return baselines
  }

  private func teams(_ members: [JSONMember]) throws(SettingError) -> [TeamID: Set<RepID>] {
    guard members.count <= Self.teamCountMax else { throw refusal }
    var teams: [TeamID: Set<RepID>] = [:]
    for member in members {
      guard isName(member.name), case .array(let elements) = member.value, elements.count <= Self.repCountMax else {
        throw refusal
      }
      var reps: Set<RepID> = []
      for element in elements {
        guard case .string(let name) = element, isName(name), reps.insert(RepID(name)).inserted else { throw refusal }
      }
      teams[TeamID(member.name)] = reps
    }
    return teams
  }

  private func isName(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= Self.nameScalarsMax
  }
}

extension HourlyCost {
  fileprivate init?(json: JSONValue) {
    // A third member would be a misspelling that goes unnoticed.
    guard json.members?.count == 2, case .number(let amount)? = json["amount"],
      case .string(let currency)? = json["currency"]
    else { return nil }
    self.init(amount: amount.double, currency: currency)
  }
}

extension HumanBaseline {
  fileprivate init?(json: JSONValue) {
    guard let members = json.members, case .number(let rate)? = json["rate"], rate.isInUnitInterval,
      members.allSatisfy({ ["rate", "sample_count", "cost"].contains($0.name) })
    else { return nil }
    var (sampleCount, cost): (Int64?, Double?) = (nil, nil)
    if let value = json["sample_count"] {
      guard case .number(let number) = value, let count = number.int64 else { return nil }
      sampleCount = count
    }
    if let value = json["cost"] {
      guard case .number(let number) = value else { return nil }
      cost = number.double
    }
    self.init(rate: rate.double, sampleCount: sampleCount, cost: cost)
  }

  fileprivate var json: JSONValue {
    .object(
      [.number("rate", rate)] + (sampleCount.map { [.count("sample_count", $0)] } ?? [])
        + (cost.map { [.number("cost", $0)] } ?? [])
    )
  }
}
