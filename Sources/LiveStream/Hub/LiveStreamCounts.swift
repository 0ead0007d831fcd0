/// What the live stream of a process has done since it was made, and what it holds.
public struct LiveStreamCounts: Hashable, Sendable {
  // What is: gauges.

  /// Open listeners.
  public var listeners = 0
  /// Whether Redis is listened to.
  public var isSubscribed = false
  /// Tenants with updates in the log.
  public var tenants = 0
  /// Bytes of the log, about.
  public var logBytes = 0

  // What was: counters.

  /// Messages of the channels of tenants.
  public var messagesReceived = 0
  /// Messages that were dropped because they aren't what the contract says.
  public var messagesMalformed = 0
  /// Messages that had come before.
  public var messagesDuplicate = 0
  /// `metric_update` events that were handed to listeners.
  public var updatesSent = 0
  /// `resync` events that were handed to listeners.
  public var resyncsSent = 0
  /// Heartbeats that were handed to listeners.
  public var heartbeatsSent = 0
  /// Updates that a listener didn't get one by one, because a resync took their place.
  public var updatesDropped = 0
  /// Requests to listen that were refused.
  public var listenersRefused = 0
  /// Connections to Redis that were lost, and attempts that failed.
  public var connectionsLost = 0

  public init() {}
}
