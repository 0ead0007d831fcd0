import EventModel

/// The events on their way, by the time of their arrival: a binary heap. Of equal times the one sent first leaves first.
///
/// It holds no more than what is sent within the longest answer delay.
struct DeliveryQueue {
  private struct Delivery {
    let instant: Timestamp
    let sequence: UInt64
    let draft: EventDraft

    func precedes(_ other: Delivery) -> Bool {
      instant != other.instant ? instant < other.instant : sequence < other.sequence
    }
  }

  private var heap: [Delivery] = []
  private var sequence: UInt64 = 0

  /// When the next event arrives.
  var nextInstant: Timestamp? { heap.first?.instant }

  mutating func send(_ draft: EventDraft, arrivingAt instant: Timestamp) {
    heap.append(Delivery(instant: instant, sequence: sequence, draft: draft))
    sequence += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// The next event that arrives by `limit`; without a limit the next one at all.
  mutating func receive(by limit: Timestamp?) -> SimulatedEvent? {
    guard let first = heap.first else { return nil }
    if let limit, first.instant > limit { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      settleFirst()
    }
    return first.draft.delivered(at: first.instant)
  }

  private mutating func settleFirst() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
