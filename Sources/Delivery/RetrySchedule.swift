/// Entries that wait for their next attempt, by the time when it is due. Bounded: what doesn't fit is found in the pending
/// list again, later.
public struct RetrySchedule<Entry: Sendable, Instant: Comparable & Sendable>: Sendable {
  private struct Waiting {
    let due: Instant
    let number: UInt64
    let entry: Entry
  }

  public let countMax: Int
  /// The latest first, so that what is due goes from the end.
  private var waiting: [Waiting] = []
  private var nextNumber: UInt64 = 0

  public init(countMax: Int) {
    precondition(countMax > 0, "a schedule holds something")
    self.countMax = countMax
  }

  public var isEmpty: Bool { waiting.isEmpty }
  public var count: Int { waiting.count }

  /// When the first is due.
  public var nextDue: Instant? { waiting.last?.due }

  /// Adds an entry.
  /// - Returns: whether there was room.
  @discardableResult
  public mutating func add(_ entry: Entry, due: Instant) -> Bool {
    guard waiting.count < countMax else { return false }
    let new = Waiting(due: due, number: nextNumber, entry: entry)
    nextNumber += 1
    // Those of one instant keep their order: the later one stands before it.
    var low = 0
    var high = waiting.count
    while low < high {
      let middle = (low + high) / 2
      if waiting[middle].due > due { low = middle + 1 } else { high = middle }
    }
    waiting.insert(new, at: low)
    return true
  }

  /// Takes out what is due, the earliest first.
  public mutating func takeDue(at now: Instant, countMax: Int) -> [Entry] {
    var taken: [Entry] = []
    while taken.count < countMax, let last = waiting.last, last.due <= now {
      taken.append(last.entry)
      waiting.removeLast()
    }
    return taken
  }
}
