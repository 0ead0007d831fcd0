import EventModel

/// By what figures are broken down, besides time.
enum Dimension: Hashable, Sendable, CaseIterable {
  case actionType
  case rep
  case channel

  /// What a row's value is called.
  var label: String {
    switch self {
    case .actionType: "action_type"
    case .rep: "rep_id"
    case .channel: "channel"
    }
  }

  /// The name of the breakdown.
  var breakdownName: String {
    switch self {
    case .actionType: "by_action_type"
    case .rep: "by_rep"
    case .channel: "by_channel"
    }
  }

  func value(of key: RollupKey) -> DimensionValue {
    switch self {
    case .actionType: .named(DimensionName(key.actionType.text))
    case .rep: key.repID.map { .named(DimensionName($0.text)) } ?? .unnamed
    case .channel: key.channel.map { .named(DimensionName($0.text)) } ?? .unnamed
    }
  }
}

// The kind exists as a type only: no value of it is ever made.
enum DimensionKind {}

/// An action type, a rep or a channel.
typealias DimensionName = TextIdentifier<DimensionKind>

/// One value of a dimension; in the order of a breakdown's rows.
enum DimensionValue: Hashable, Comparable, Sendable {
  case named(DimensionName)
  /// The actions name no rep, or no channel.
  case unnamed
  /// The many values that a breakdown doesn't name.
  case others
}
