import EventModel
public import SettingModel

extension AnalyticsSetting {
  /// Action types that can have minutes of their own.
  static let actionTypeCountMax = 1000
  static let teamCountMax = 1000
  static let repCountMax = 10_000
  /// In Unicode scalars, of an action type, a team or a rep.
  static let nameScalarsMax = 200

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .object,
      expectation: expectation,
      defaultValue: value(in: .default),
      help: help,
      altersResults: false
    )
  }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    switch self {
    case .minutesSaved:
      "an object {\"action type\" or \"default\": minutes, ...} of numbers from 0 to \(Int(MinutesSaved.minutesMax)), "
        + "at most \(Self.actionTypeCountMax)"
    case .hourlyCost:
      "an object {\"amount\": a, \"currency\": \"EUR\"} with 0 < a <= \(Int(HourlyCost.amountMax)) and a currency of "
        + "three capital letters, or {}"
    case .humanBaseline:
      "an object {\"outcome type\": {\"rate\": r, \"sample_count\": n, \"cost\": c}, ...} with 0 <= r <= 1, and if "
        + "they are given a whole n from \(HumanBaseline.sampleCounts.lowerBound) to "
        + "\(HumanBaseline.sampleCounts.upperBound) and 0 <= c <= \(Int(HumanBaseline.costMax))"
    case .teams:
      "an object {\"team\": [\"rep\", ...], ...} of at most \(Self.teamCountMax) teams of at most \(Self.repCountMax) "
        + "different reps, no name empty or longer than \(Self.nameScalarsMax) characters"
    }
  }

  private var help: String {
    switch self {
    case .minutesSaved: "How many minutes of a person's work each action is assumed to save."
    case .hourlyCost: "What an hour of a person's work costs; the costs of actions are taken to be in its currency."
    case .humanBaseline: "How people do without the agent: success rate, in how many cases, and cost of an interaction."
    case .teams: "The reps of each team, by the team_id of its managers' tokens."
    }
  }
}
