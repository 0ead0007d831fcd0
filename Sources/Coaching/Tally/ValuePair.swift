/// A value of one attribute together with a value of another.
public struct ValuePair: Hashable, Sendable {
  /// Of the attribute that comes first.
  public let first: AttributeValue
  public let second: AttributeValue

  /// The values in either order, of different attributes.
  public init(_ one: AttributeValue, _ other: AttributeValue) {
    precondition(one.attribute != other.attribute, "an action has one value of an attribute")
    (first, second) = one < other ? (one, other) : (other, one)
  }

  /// The place of its attributes' table among the tables of all pairs.
  var tableIndex: Int { Self.tableIndex(first.attribute, second.attribute) }

  static let tableCount = CoachingAttribute.allCases.count * CoachingAttribute.allCases.count

  /// Of attributes in ascending order.
  static func tableIndex(_ first: CoachingAttribute, _ second: CoachingAttribute) -> Int {
    first.index * CoachingAttribute.allCases.count + second.index
  }
}
