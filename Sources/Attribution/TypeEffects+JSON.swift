public import EventModel

extension TypeEffects {
  /// The most action types of an object: as many as a chain of the first order has states for.
  public static let countMax = MarkovModel.stateCountMax - 1

  /// Reads an object of action types and their effects, such as `{"send_email": 0.4, "schedule_meeting": 1}`.
  ///
  /// `nil` for anything else, for an effect that is not in 0...1, a type without a name, and more than ``countMax``.
  public init?(_ value: JSONValue) {
    guard let members = value.members, members.count <= Self.countMax else { return nil }
    var effects: [ActionType: Double] = [:]
    for member in members {
      guard !member.name.isEmpty, case .number(let effect) = member.value, effect.isInUnitInterval else { return nil }
      effects[ActionType(member.name)] = effect.double
    }
    self.init(valid: effects)
  }

  /// What ``init(_:)-(JSONValue)`` reads back as the same effects; sorted by the names of the types.
  public var json: JSONValue {
    .object(
      effects.sorted { $0.key < $1.key }.map { JSONMember($0.key.text, .number(JSONNumber($0.value))) }
    )
  }
}
