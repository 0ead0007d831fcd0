/// How far a delivery is.
public enum DeliveryState: String, CaseIterable, Sendable {
  /// For its next attempt.
  case waiting
  /// Somebody has it in hand; if they fall silent, somebody else takes it over.
  case sending
  /// The receiver has confirmed it.
  case delivered
  /// It was given up.
  case failed
  /// Somebody decided against it.
  case cancelled
}
