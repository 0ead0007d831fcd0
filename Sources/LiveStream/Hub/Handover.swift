/// What a listener is handed next.
enum Handover: Sendable {
  /// The first. A position is given to a listener that brought none.
  case opening(position: String?)
  case update(AnalyticsUpdate)
  case resync(ResyncReason, position: String)
  /// A position is given where the listener's is out of date, though nothing in between was for it.
  case heartbeat(position: String?)
  /// The last one.
  case expired
  /// The last one.
  case restarting
}
