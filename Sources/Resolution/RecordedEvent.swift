public import EventModel

/// An event at its place in a conversation: by time, then by id.
public protocol RecordedEvent: Sendable {
  var eventID: EventID { get }
  var timestamp: Timestamp { get }
}

extension RecordedEvent {
  /// Whether this event comes before the other where an order is needed.
  func precedes(_ other: some RecordedEvent) -> Bool {
    timestamp != other.timestamp ? timestamp < other.timestamp : eventID < other.eventID
  }
}
