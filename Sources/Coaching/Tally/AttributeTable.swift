/// The outcomes of the actions of which an attribute is known, value by value.
struct AttributeTable: Hashable, Sendable {
  private(set) var known = OutcomeGroup.empty
  /// The values that are told apart, at most ``CoachingTally/valueCountMax``: the first ones in their order. The order
  /// decides, and not who came first, so that every way of adding up keeps the same ones, and their counts are
  /// complete.
  private(set) var values: [AttributeValue: OutcomeGroup] = [:]

  /// Tells a value apart from now on.
  ///
  /// - Returns: the value that is no longer told apart, which may be this one.
  mutating func admit(_ value: AttributeValue) -> AttributeValue? {
    guard values[value] == nil else { return nil }
    values[value] = .empty
    guard values.count > CoachingTally.valueCountMax, let last = values.keys.max() else { return nil }
    values[last] = nil
    return last
  }

  /// Takes in what a conversation has with the attribute known.
  mutating func addConversation(_ part: SuccessCount) {
    known.addConversation(part)
  }

  /// Takes in what a conversation has with the value; one that isn't told apart counts as known alone.
  mutating func addConversation(_ part: SuccessCount, of value: AttributeValue) {
    values[value]?.addConversation(part)
  }

  /// Adds what is known of other conversations; their values have been admitted.
  mutating func merge(known added: OutcomeGroup, values groups: [AttributeValue: OutcomeGroup]) {
    known += added
    for (value, group) in groups { values[value]? += group }
  }

  /// The outcomes that have a value; with `other`, those of all values that are not told apart.
  func count(of value: AttributeValue) -> SuccessCount? {
    value.isOther ? otherCount : values[value]?.count
  }

  /// The outcomes of the values that are not told apart; `nil` where the others are more than are known.
  var otherCount: SuccessCount? {
    let named = values.values.reduce(SuccessCount.zero) { $0 + $1.count }
    return known.count.holds(named) ? known.count - named : nil
  }
}
