/// What is written to a listener at once.
public struct LiveFrame: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// The first frame: where the listener stands, and how long to wait after a loss. No event for the client.
    case opening
    case metricUpdate = "metric_update"
    /// Something is missed: the client reads everything again, after `delay_ms` milliseconds. Its data is
    /// `{"reason": ..., "delay_ms": ...}`, with a ``ResyncReason``.
    case resync
    /// A sign of life. No event for the client.
    case heartbeat
    /// The listener's token has expired; the last frame.
    case expired
    /// The process is about to end; the last frame.
    case restarting
  }

  public let kind: Kind
  /// The position that the client knows after this frame; `nil` where it stays.
  public let id: String?
  /// Text of an event stream, in UTF-8.
  public let bytes: [UInt8]
}

extension LiveFrame {
  /// Writes what a listener is handed.
  /// - Parameter random: in 0..<1, for the jitter of reconnect times.
  init(_ handover: Handover, filter: RepFilter?, random: @autoclosure () -> Double) {
    switch handover {
    case .opening(let position):
      let retry = ClientPacing.reconnectMilliseconds(random: random())
      self.init(.opening, ServerSentEvent(id: position, retryMilliseconds: retry))
    case .update(let update):
      self.init(kind: .metricUpdate, id: update.id, bytes: update.bytes(for: filter))
    case .resync(let reason, let position):
      let delay = ClientPacing.resyncMilliseconds(reason, random: random())
      let data = Array(#"{"reason":"\#(reason.rawValue)","delay_ms":\#(delay)}"#.utf8)
      self.init(.resync, ServerSentEvent(id: position, name: Kind.resync.rawValue, data: data))
    case .heartbeat(nil):
      self.init(kind: .heartbeat, id: nil, bytes: ServerSentEvent.comment)
    case .heartbeat(let position):
      self.init(.heartbeat, ServerSentEvent(id: position))
    case .expired:
      self.init(.expired, ServerSentEvent(name: Kind.expired.rawValue, data: Self.noData))
    case .restarting:
      let retry = ClientPacing.restartMilliseconds(random: random())
      self.init(
        .restarting,
        ServerSentEvent(name: Kind.restarting.rawValue, data: Self.noData, retryMilliseconds: retry)
      )
    }
  }

  /// An event without data isn't dispatched.
  private static let noData = Array("{}".utf8)

  private init(_ kind: Kind, _ event: ServerSentEvent) {
    self.init(kind: kind, id: event.id, bytes: event.bytes)
  }
}
