/// How to share one read among many streams, so that a stream with a million entries doesn't starve one with ten and
/// a reply stays bounded.
///
/// XREADGROUP's COUNT holds per stream. A busy stream is one that filled its share at the last read; busy streams divide
/// most of the batch, and quiet ones the rest, so that each is looked at in every read or, where there are more streams
/// than places, in turn.
public struct ReadPlan<Key: Hashable & Sendable>: Sendable {
  /// One XREADGROUP: at most `countPerStream` entries of each key.
  public struct Request: Equatable, Sendable {
    public let keys: [Key]
    public let countPerStream: Int
  }

  /// Entries that one round of requests may return in all, for now.
  public private(set) var entryCountMax: Int
  /// The same when nothing speaks against it.
  private let entryCountLimit: Int
  /// Keys that one request may name.
  public let keyCountMax: Int
  private(set) var keys: [Key] = []
  private var known: Set<Key> = []
  private var busy: Set<Key> = []
  private var nextBusy = 0
  private var nextQuiet = 0

  public init(entryCountMax: Int, keyCountMax: Int = 1000) {
    precondition(entryCountMax > 0 && keyCountMax > 0, "a read must be allowed to return something")
    self.entryCountMax = entryCountMax
    entryCountLimit = entryCountMax
    self.keyCountMax = keyCountMax
  }

  /// Whether a read may block: nothing is known to wait.
  public var mayBlock: Bool { busy.isEmpty }

  /// The streams that are read.
  public var streams: [Key] { keys }

  /// Adds streams that were discovered.
  public mutating func add(_ discovered: some Sequence<Key>) {
    for key in discovered where known.insert(key).inserted {
      keys.append(key)
      // What is new may hold anything: look at it at once rather than after a blocking read.
      busy.insert(key)
    }
  }

  /// Leaves out a stream that is gone.
  public mutating func remove(_ key: Key) {
    guard known.remove(key) != nil else { return }
    keys.removeAll { $0 == key }
    busy.remove(key)
  }

  /// The next round of requests; one where nothing is busy.
  public mutating func next() -> [Request] {
    var requests: [Request] = []
    let busyKeys = take(atMost: min(keyCountMax, entryCountMax), busy: true, from: &nextBusy)
    let quietShare = busyKeys.isEmpty ? entryCountMax : max(1, entryCountMax / 4)
    let quietKeys = take(
      atMost: busyKeys.isEmpty ? keyCountMax : min(keyCountMax, quietShare),
      busy: false,
      from: &nextQuiet
    )
    if !busyKeys.isEmpty {
      let share = quietKeys.isEmpty ? entryCountMax : entryCountMax - min(quietShare, entryCountMax - 1)
      requests.append(Request(keys: busyKeys, countPerStream: max(1, share / busyKeys.count)))
    }
    if !quietKeys.isEmpty {
      requests.append(Request(keys: quietKeys, countPerStream: max(1, quietShare / quietKeys.count)))
    }
    return requests
  }

  /// Asks for half as much from now on: the last answer was too large, or didn't come in time. Few entries can be large.
  public mutating func shrink() {
    entryCountMax = max(1, entryCountMax / 2)
  }

  /// Asks for a little more, up to the limit: an answer came well.
  public mutating func grow() {
    entryCountMax = min(entryCountLimit, entryCountMax + max(1, entryCountMax / 8))
  }

  /// Records what a request returned: a stream that filled its share has more.
  public mutating func note(_ request: Request, returned counts: [Key: Int]) {
    for key in request.keys {
      if counts[key, default: 0] >= request.countPerStream {
        busy.insert(key)
      } else {
        busy.remove(key)
      }
    }
  }

  /// Streams in turn, beginning where the last round stopped.
  private func take(atMost most: Int, busy isWanted: Bool, from position: inout Int) -> [Key] {
    let available = isWanted ? busy.count : keys.count - busy.count
    guard available > 0 else { return [] }
    var taken: [Key] = []
    for offset in 0..<keys.count {
      let index = (position + offset) % keys.count
      if busy.contains(keys[index]) == isWanted { taken.append(keys[index]) }
      if taken.count == min(most, available) {
        if available > most { position = (index + 1) % keys.count }
        break
      }
    }
    return taken
  }
}
