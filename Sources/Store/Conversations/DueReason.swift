/// Why a conversation must be folded again.
public enum DueReason: String, CaseIterable, Sendable {
  /// Somebody else was folding it when its event was recorded.
  case busy
  case label
  case setting
}
