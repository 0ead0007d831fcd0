/// How to share one read among many streams, so that a stream with a million entries doesn't starve one with ten and
/// a reply stays bounded.
///
/// Among many streams, those that had entries lately are looked at alone, and all of them only now and then: a thousand
/// tenants at rest must not make the reads of one dear.
///
/// Busy streams of one group, a tenant, advance through time together; groups share equally.
///
/// XREADGROUP's COUNT holds per stream. A busy stream is one that filled its share at the last read; busy streams divide
/// most of the batch, and quiet ones the rest, so that each is looked at in every read or, where there are more streams
/// than places, in turn.
public struct ReadPlan<Key: Hashable & Sendable>: Sendable {
  /// One XREADGROUP: at most `countPerStream` entries of each key.
  public struct Request: Equatable, Sendable {
    public let keys: [Key]
    public let countPerStream: Int
    /// Whether it looks at streams of which nothing is expected: those that still have nothing are at rest.
    var isLook = false
  }

  /// However slow the handling is, a batch may have so many entries, so that their common costs stay shared.
  static var pacedCountMin: Int { 100 }

  /// Entries that one round of requests may return in all, for now.
  public var entryCountMax: Int { min(answerCountMax, pacedCountMax) }
  /// What an answer may hold so that it comes in time.
  private var answerCountMax: Int
  /// What can be handled in the time that is wanted.
  private var pacedCountMax: Int
  /// The same when nothing speaks against it.
  private let entryCountLimit: Int
  /// Keys that one request may name.
  public let keyCountMax: Int
  private(set) var keys: [Key] = []
  private var known: Set<Key> = []
  private var busy: Set<Key> = []
  /// Streams that had entries when all were looked at last, or since.
  private var active: Set<Key> = []
  /// Up to so many streams are always looked at together.
  static var smallKeyCount: Int { 200 }
  private var progress: [Key: ReadShares.Progress] = [:]
  private let handlingTimeMax: Duration
  private let group: @Sendable (Key) -> AnyHashable?
  /// With more busy streams than this, all get the same: each share of its own is a command of its own.
  private static var sharedKeyCountMax: Int { 60 }
  private var nextBusy = 0
  private var nextQuiet = 0

  /// - Parameters:
  ///   - entryCountMax: entries that one round may return in all, above 0.
  ///   - keyCountMax: keys that one request may name, above 0.
  ///   - handlingTimeMax: how long a batch should take at most, about: what comes meanwhile waits for it.
  ///   - group: streams of one group are read in step; `nil` is a group of its own.
  public init(
    entryCountMax: Int,
    keyCountMax: Int = 1000,
    handlingTimeMax: Duration = .seconds(1),
    group: @escaping @Sendable (Key) -> AnyHashable? = { _ in nil }
  ) {
    precondition(entryCountMax > 0 && keyCountMax > 0, "a read must be allowed to return something")
    answerCountMax = entryCountMax
    pacedCountMax = entryCountMax
    entryCountLimit = entryCountMax
    self.keyCountMax = keyCountMax
    self.handlingTimeMax = handlingTimeMax
    self.group = group
  }

  /// Whether a read may block: nothing is known to wait.
  public var mayBlock: Bool { busy.isEmpty }

  /// Whether looking at all streams costs so much that the active ones are looked at alone in between.
  public var isSelective: Bool { keys.count > Self.smallKeyCount }

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
    active.remove(key)
    progress[key] = nil
  }

  /// The next round of requests; one where nothing is busy.
  /// - Parameter everywhere: whether all streams are to be looked at; else, where the plan is selective and nothing is
  ///   busy, only the active ones.
  public mutating func next(everywhere: Bool = true) -> [Request] {
    if !everywhere, isSelective, busy.isEmpty {
      // Where all are at rest, any one will do to wait at.
      let chosen = active.isEmpty ? [keys[0]] : Array(active.prefix(keyCountMax))
      return [Request(keys: chosen, countPerStream: max(1, entryCountMax / chosen.count))]
    }
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
      requests += busyRequests(busyKeys, share: share)
    }
    if !quietKeys.isEmpty {
      requests.append(Request(keys: quietKeys, countPerStream: max(1, quietShare / quietKeys.count), isLook: true))
    }
    return requests
  }

  /// Groups share equally; what their streams get of that is asked for together where it is the same.
  private func busyRequests(_ keys: [Key], share: Int) -> [Request] {
    guard keys.count <= Self.sharedKeyCountMax else {
      return [Request(keys: keys, countPerStream: max(1, share / keys.count))]
    }
    var groups: [AnyHashable: [Key]] = [:]
    for key in keys { groups[group(key) ?? AnyHashable(key), default: []].append(key) }
    var counts: [Key: Int] = [:]
    for members in groups.values {
      let shares = ReadShares.counts(of: max(1, share / groups.count), among: members.map { progress[$0] })
      for (key, count) in zip(members, shares) { counts[key] = count }
    }
    var requests: [Int: [Key]] = [:]
    for key in keys { requests[counts[key] ?? 1, default: []].append(key) }
    return requests.sorted { $0.key > $1.key }.map { Request(keys: $0.value, countPerStream: $0.key) }
  }

  /// Learns how far a stream was read.
  /// - Parameters:
  ///   - count: entries that were read, above 0.
  ///   - first: the time of the first one's id, in milliseconds.
  ///   - last: the time of the last one's id.
  public mutating func advance(_ key: Key, count: Int, from first: UInt64, through last: UInt64) {
    if progress[key]?.advance(count: count, from: first, through: last) == nil {
      progress[key] = ReadShares.Progress(count: count, from: first, through: last)
    }
  }

  /// Asks for half as much from now on: the last answer was too large, or didn't come in time. Few entries can be large.
  public mutating func shrink() {
    answerCountMax = max(1, entryCountMax / 2)
  }

  /// Asks for a little more, up to the limit: an answer came well.
  public mutating func grow() {
    answerCountMax = min(entryCountLimit, answerCountMax + max(1, answerCountMax / 8))
  }

  /// Learns from a batch how much to ask for: as many as can be committed together in the time that is wanted. A large
  /// batch shares its round trips, its commit and what it reads; one that takes too long keeps the next events waiting.
  public mutating func noteHandled(_ count: Int, in duration: Duration) {
    if duration > handlingTimeMax {
      let fitting = Int(Double(count) * (handlingTimeMax / duration))
      pacedCountMax = min(entryCountLimit, max(min(fitting, pacedCountMax), Self.pacedCountMin))
    } else if count >= pacedCountMax / 2 {
      pacedCountMax = min(entryCountLimit, pacedCountMax + max(1, pacedCountMax / 4))
    }
  }

  /// Records what a request returned: a stream that filled its share has more.
  public mutating func note(_ request: Request, returned counts: [Key: Int]) {
    for key in request.keys {
      if counts[key, default: 0] > 0 {
        active.insert(key)
      } else if request.isLook {
        active.remove(key)
      }
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
    if available == keys.count, available <= most { return keys }
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
