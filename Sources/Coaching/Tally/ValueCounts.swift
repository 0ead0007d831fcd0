/// How often values occur, so that the frequent ones are told apart where there are too many for a tally.
public struct ValueCounts: Hashable, Sendable {
  private var counts: [CoachingAttribute: [AttributeValue: Int]] = [:]

  public init() {}

  /// Counts an occurrence.
  public mutating func add(_ value: AttributeValue) {
    counts[value.attribute, default: [:]][value, default: 0] += 1
  }

  /// What is not told apart: of each attribute the values beyond the ``CoachingTally/valueCountMax`` most frequent ones.
  /// Among equally frequent ones the first in their order are told apart.
  public var rare: Set<AttributeValue> {
    var rare: Set<AttributeValue> = []
    for values in counts.values where values.count > CoachingTally.valueCountMax {
      let sorted = values.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      for (value, _) in sorted.dropFirst(CoachingTally.valueCountMax) { rare.insert(value) }
    }
    return rare
  }
}
