/// What the live stream of one process may take.
public struct LiveStreamLimits: Hashable, Sendable {
  /// Listeners in all, at least 1.
  public var listenerCountMax: Int
  /// Listeners of one principal, at least 1. A browser holds six connections to one host over HTTP/1.1.
  public var listenerCountPerPrincipalMax: Int
  /// Updates that wait for one listener, at least 1. They are shared with the log and with other listeners.
  public var waitingUpdateCountMax: Int
  /// Bytes of the updates that wait for one listener, at least 1.
  public var waitingByteCountMax: Int
  /// Between two signs of life for a listener that has nothing else to hear; more than zero. Proxies close what is silent
  /// for 30 to 60 seconds.
  public var heartbeatInterval: Duration
  public var log: UpdateLog.Limits

  public init(
    listenerCountMax: Int = 10_000,
    listenerCountPerPrincipalMax: Int = 6,
    waitingUpdateCountMax: Int = 256,
    waitingByteCountMax: Int = 256 * 1024,
    heartbeatInterval: Duration = .seconds(15),
    log: UpdateLog.Limits = UpdateLog.Limits()
  ) {
    precondition(listenerCountMax >= 1 && listenerCountPerPrincipalMax >= 1, "somebody may listen")
    precondition(waitingUpdateCountMax >= 1 && waitingByteCountMax >= 1, "something may wait")
    precondition(heartbeatInterval > .zero, "a heartbeat has an interval")
    self.listenerCountMax = listenerCountMax
    self.listenerCountPerPrincipalMax = listenerCountPerPrincipalMax
    self.waitingUpdateCountMax = waitingUpdateCountMax
    self.waitingByteCountMax = waitingByteCountMax
    self.heartbeatInterval = heartbeatInterval
    self.log = log
  }
}
