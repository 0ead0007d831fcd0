import EventModel

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
