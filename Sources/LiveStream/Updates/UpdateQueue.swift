/// Updates in the order of their arrival, and what they take. Empty, it takes no memory.
struct UpdateQueue: Sendable {
  /// Those before `head` are taken.
  private var places: [AnalyticsUpdate?] = []
  private var head = 0
  private(set) var byteCount = 0

  var count: Int { places.count - head }
  var isEmpty: Bool { count == 0 }
  var last: AnalyticsUpdate? { places.last ?? nil }

  mutating func append(_ update: AnalyticsUpdate) {
    places.append(update)
    byteCount += update.byteCount
  }

  mutating func popFirst() -> AnalyticsUpdate? {
    guard head < places.count, let update = places[head].take() else { return nil }
    byteCount -= update.byteCount
    head += 1
    if head == places.count {
      removeAll()
    } else if head >= 16, head * 2 >= places.count {
      places.removeFirst(head)
      head = 0
    }
    return update
  }

  mutating func removeAll() {
    self = UpdateQueue()
  }

  /// Those behind the one with this id; `nil` where it isn't here.
  func updates(after id: String) -> [AnalyticsUpdate]? {
    // Who comes back has mostly missed little.
    guard let index = places[head...].lastIndex(where: { $0?.id == id }) else { return nil }
    return places[(index + 1)...].compactMap(\.self)
  }

  /// All of them.
  var all: [AnalyticsUpdate] { places[head...].compactMap(\.self) }
}
