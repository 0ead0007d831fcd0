/// Why a listener has to read everything again.
public enum ResyncReason: String, CaseIterable, Sendable {
  /// What it missed since its last event isn't known any more.
  case gap
  /// It read too slowly.
  case overflow
  /// The connection to Redis was away: what was published meanwhile is missed.
  case reconnected
  /// More has changed than a message names.
  case truncated
}
