/// How urgent an alert is.
public enum AlertSeverity: String, CaseIterable, Hashable, Sendable {
  /// To know.
  case info
  /// To look at within a day.
  case warning
  /// To look at now.
  case critical
}
