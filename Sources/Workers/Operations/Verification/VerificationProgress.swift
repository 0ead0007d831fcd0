/// How far a verification is.
public struct VerificationProgress: Sendable {
  /// The parts, in their order.
  public enum Part: String, Sendable, CaseIterable {
    case entries
    case rows
    case conversations
    case outcomes
    case samples
    case sampleEntries = "sample entries"
  }

  public let part: Part
  /// Done of this part.
  public let count: Int
  /// The whole of this part, about; 0 where it isn't known.
  public let total: Int
}
