public import Alerts
public import EventModel

/// Where a page of alerts ended.
public struct AlertPosition: Hashable, Sendable {
  public let openedAt: Timestamp
  public let id: AlertID

  public init(openedAt: Timestamp, id: AlertID) {
    self.openedAt = openedAt
    self.id = id
  }
}

/// Which alerts are listed.
public struct AlertFilter: Hashable, Sendable {
  /// `nil` is every state.
  public let state: Alert.State?
  /// Those that aren't resolved, whether or not somebody takes care of them.
  public let isOpen: Bool

  public init(state: Alert.State? = nil, isOpen: Bool = false) {
    self.state = state
    self.isOpen = isOpen
  }
}
