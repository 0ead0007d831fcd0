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

extension Array where Element: RecordedEvent {
  /// In order, each event once.
  func inOrder() -> [Element] {
    // Most histories are read in order and hold nothing twice; then the array is returned as it is.
    if zip(self, dropFirst()).allSatisfy({ $0.precedes($1) }) { return self }
    var ordered: [Element] = []
    ordered.reserveCapacity(count)
    for event in sorted(by: { $0.precedes($1) }) where ordered.last?.eventID != event.eventID {
      ordered.append(event)
    }
    return ordered
  }

  /// The position of the first event at or after `time`, in an array that is in order.
  func firstIndex(atOrAfter time: Timestamp) -> Int {
    indices.partitioningIndex { self[$0].timestamp >= time }
  }

  /// The position of the first event after `time`, in an array that is in order.
  func firstIndex(after time: Timestamp) -> Int {
    indices.partitioningIndex { self[$0].timestamp > time }
  }
}

extension RandomAccessCollection {
  /// The first index whose element satisfies the predicate, given that every later one does too; by bisection.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if predicate(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
