public import EventModel
import FoundationEssentials

// The kind exists as a type only: no value of it is ever made.
public enum PatternKind {}

/// What a pattern says, whatever its numbers: which value of which attribute goes along with more success, or with less.
///
/// The same in every tenant and period, so that a rating of a pattern outlives the report it was read in.
public typealias PatternID = UUIDIdentifier<PatternKind>

extension PatternID {
  /// Of all patterns: chance bytes, fixed for ever.
  private static var namespace: UUID {
    UUID(uuid: (0x8D, 0x1F, 0x6C, 0x52, 0x3B, 0x0E, 0x4A, 0x97, 0xA1, 0x64, 0x5E, 0xC8, 0x20, 0xD7, 0x39, 0xF4))
  }

  /// The id of a difference in the rate of success: UUIDv5 of `<attribute>/<better or worse>/success/<value>`. The value
  /// comes last, since any text may be a name.
  ///
  /// - Parameter value: one that is told apart.
  public init(_ value: AttributeValue, isBetter: Bool) {
    guard let text = value.text else { preconditionFailure("what is not told apart is no pattern") }
    let name = "\(value.attribute.rawValue)/\(isBetter ? "better" : "worse")/success/\(text)"
    self.init(UUID(namespace: Self.namespace, name: name))
  }
}

extension CoachingPattern {
  public var id: PatternID { PatternID(evidence.value, isBetter: evidence.isBetter) }
}
