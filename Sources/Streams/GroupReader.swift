public import Delivery
import EventModel
public import RedisClient

/// One consumer of a group, over all its streams: a lane owns one and pulls from it.
///
/// Every read carries the acknowledgements of what was committed before. Nothing is acknowledged that
/// ``acknowledge(_:)`` wasn't told, and nothing that was delivered is forgotten: after a loss of the connection the
/// consumer first looks for what is pending for it, because an answer with entries may have been lost; after a refusal
/// too.
public struct GroupReader: ~Copyable {
  public let group: ConsumerGroup
  /// Unique per process instance and lane.
  public let consumer: String
  private let redis: RedisConnection
  private let claims: EntryClaims
  private var plan: ReadPlan<StreamKey>
  private var acknowledgements = Acknowledgements<StreamKey, RedisStreamID>()
  private var keysByText: [String: StreamKey] = [:]
  /// The other way: thousands of texts are not made anew for each look.
  private var textsByKey: [StreamKey: String] = [:]
  private var generation: UInt64 = 0
  /// The connection on which the server was taught the script of acknowledgements; 0 for none.
  private var taughtGeneration: UInt64 = 0
  /// Where to look on in what is pending for this consumer, by stream; empty where nothing is to be recovered.
  private var recovery: [StreamKey: RedisStreamID] = [:]

  /// - Parameters:
  ///   - redis: a connection of this reader alone: its reads block.
  ///   - batchSize: entries that one read may return, about; above 0.
  ///   - batchTime: how long a batch should take at most, about; see ``noteHandled(_:in:)``.
  ///   - restMax: how long a stream at rest may wait for a look, where so many are read that not every read looks at all.
  public init(
    group: ConsumerGroup,
    consumer: String,
    redis: RedisConnection,
    batchSize: Int,
    batchTime: Duration = .seconds(1),
    restMax: Duration = .milliseconds(50)
  ) {
    self.restMax = restMax
    self.group = group
    self.consumer = consumer
    self.redis = redis
    claims = EntryClaims(group: group, redis: redis)
    plan = ReadPlan(
      entryCountMax: batchSize,
      keyCountMax: Self.keyCountMax,
      handlingTimeMax: batchTime,
      group: \.tenant
    )
  }

  /// Reads these streams from now on, and no others; their groups exist. What waits for its acknowledgement in a stream
  /// that is left out is dropped with it.
  public mutating func update(_ keys: [StreamKey]) {
    let wanted = Set(keys)
    for key in plan.streams where !wanted.contains(key) {
      plan.remove(key)
      acknowledgements.confirm(key)
      recovery[key] = nil
      keysByText[key.text] = nil
      textsByKey[key] = nil
    }
    plan.add(keys)
    for key in keys where textsByKey[key] == nil {
      keysByText[key.text] = key
      textsByKey[key] = key.text
    }
  }

  /// Streams of one command; more are looked at in turn.
  private static let keyCountMax = 10_000
  private let restMax: Duration
  private var lookedEverywhereAt: ContinuousClock.Instant?

  /// The streams that are read.
  public var streams: [StreamKey] { plan.streams }

  /// Letters that were withdrawn because their entries are applied after all.
  public private(set) var withdrawnLetterCount = 0

  /// Entries that a read returns at most, for now, about.
  public var batchSize: Int { plan.entryCountMax }

  /// Whether entries are known to wait that no read has asked for yet: the next read won't block.
  public var hasMore: Bool { recovery.isEmpty && !plan.streams.isEmpty && !plan.mayBlock }

  /// Learns from a batch how much to ask for.
  public mutating func noteHandled(_ count: Int, in duration: Duration) {
    plan.noteHandled(count, in: duration)
  }

  /// Whether everything that was committed is acknowledged too.
  public var hasAcknowledgedAll: Bool { acknowledgements.isEmpty }

  /// Notes entries whose effects are committed, or that are buried; their acknowledgement rides with the next read.
  public mutating func acknowledge(_ entries: some Sequence<DeliveredEntry>) {
    var ids: [StreamKey: [RedisStreamID]] = [:]
    for entry in entries { ids[entry.key, default: []].append(entry.id) }
    for (key, ids) in ids { acknowledgements.add(ids, of: key) }
  }

  /// The next entries, in the order of each stream.
  /// - Parameter block: how long to wait where nothing is there.
  /// - Throws: `NOGROUP` where a group vanished: create the groups again, and read again.
  public mutating func next(block: Duration) async throws(RedisError) -> [DeliveredEntry] {
    if plan.streams.isEmpty {
      try await flush()
      return []
    }
    return try await measured { (reader) async throws(RedisError) in
      try await reader.connectIfNeeded()
      return reader.recovery.isEmpty ? try await reader.readNew(block: block) : try await reader.readPending()
    }
  }

  /// An answer larger than this makes the next read ask for less.
  private static let replyByteCountMax = 32 << 20

  /// Reads, and learns from the answer how much to ask for: a count says nothing about bytes, and an answer that didn't
  /// come in time wouldn't come at the same size again.
  private mutating func measured(
    _ read: (inout GroupReader) async throws(RedisError) -> [DeliveredEntry]
  ) async throws(RedisError) -> [DeliveredEntry] {
    do throws(RedisError) {
      let entries = try await read(&self)
      let byteCount = entries.reduce(0) { $0 + $1.byteCount }
      if byteCount > Self.replyByteCountMax { plan.shrink() } else { plan.grow() }
      return entries
    } catch {
      if error.code == .timeout || error.code == .connectionLost { plan.shrink() }
      throw error
    }
  }

  private mutating func readNew(block: Duration) async throws(RedisError) -> [DeliveredEntry] {
    let now = ContinuousClock.now
    let restEnd = lookedEverywhereAt.map { $0 + restMax } ?? now
    let everywhere = !plan.isSelective || now >= restEnd
    if everywhere { lookedEverywhereAt = now }
    // To wait at thousands of streams costs Redis several times what a look at them costs, and holds up everybody else.
    let waits = !(everywhere && plan.isSelective)
    let block = everywhere ? block : min(block, restEnd - now)
    let requests = plan.next(everywhere: everywhere)
    let mayBlock = waits && plan.mayBlock && requests.count == 1
    let reads = requests.map { request in
      StreamReadGroup(
        group: group.rawValue,
        consumer: consumer,
        keys: request.keys.map { textsByKey[$0] ?? $0.text },
        count: request.countPerStream,
        block: mayBlock ? block : nil
      )
    }
    let batches = try await exchange(reads)
    var entries: [DeliveredEntry] = []
    for (request, batch) in zip(requests, batches) {
      plan.note(request, returned: Dictionary(batch.map { ($0.key, $0.entries.count) }, uniquingKeysWith: +))
      for stream in batch {
        entries += stream.entries
        guard let first = stream.entries.first, let last = stream.entries.last else { continue }
        plan.advance(
          stream.key,
          count: stream.entries.count,
          from: first.id.milliseconds,
          through: last.id.milliseconds
        )
      }
    }
    return entries
  }

  /// Sends the acknowledgements that wait, without a read.
  public mutating func flush() async throws(RedisError) {
    if !acknowledgements.isEmpty { _ = try await exchange([]) }
  }

  /// A connection after the first one begins a recovery; before the first one this consumer had nothing to lose.
  private mutating func connectIfNeeded() async throws(RedisError) {
    try await redis.connect()
    if generation != 0, redis.generation != generation { recoverAll() }
    generation = redis.generation
  }

  private mutating func recoverAll() {
    recovery = Dictionary(plan.streams.map { ($0, .minimum) }, uniquingKeysWith: { first, _ in first })
  }

  /// One answer of several. Where it is a refusal, what the others delivered is dropped with it, and so is read again.
  private mutating func answer<Value>(_ result: Result<Value, RedisError>) throws(RedisError) -> Value {
    do throws(RedisError) {
      return try result.get()
    } catch {
      if error.code == .server("NOSCRIPT") { taughtGeneration = 0 }
      recoverAll()
      throw error
    }
  }

  /// A server that was started anew knows no scripts.
  private mutating func teachIfNeeded() async throws(RedisError) {
    try await redis.connect()
    if taughtGeneration != 0, taughtGeneration == redis.generation { return }
    let generation = redis.generation
    _ = try await redis.send(ScriptLoad(EntryAcknowledgement.script))
    taughtGeneration = generation
  }

  /// Streams that one step of a recovery looks at.
  private static let recoveryStreamCountMax = 200

  /// What was delivered to this consumer and never handled, because the answer was lost. Entries with more trials wait
  /// for their next attempt, which isn't this lane's.
  private mutating func readPending() async throws(RedisError) -> [DeliveredEntry] {
    // What was committed must not look as if it had never been handled.
    try await flush()
    let starts = Array(recovery.prefix(min(Self.recoveryStreamCountMax, plan.entryCountMax)))
    let count = max(1, plan.entryCountMax / starts.count)
    let results = try await redis.pipeline(
      starts.map { key, last in
        StreamPendingEntries(
          key: key.text,
          group: group.rawValue,
          from: .excluding(last),
          count: count,
          consumer: consumer
        )
      }
    )
    var lost: [PendingEntry] = []
    var pages: [StreamKey: [RedisStreamID]] = [:]
    for (start, result) in zip(starts, results) {
      let page = try answer(result)
      pages[start.key] = page.map(\.id)
      recovery[start.key] = page.count == count ? page.last?.id : nil
      for entry in page {
        let pending = PendingEntry(key: start.key, id: entry.id, deliveryCount: entry.deliveryCount)
        if pending.record == .delivered { lost.append(pending) }
      }
    }
    do throws(RedisError) {
      // Nobody handled them: the delivery is the first.
      let (taken, left) = try await claims.claim(lost, for: consumer, becoming: { $0 }, minimumIdle: .zero)
      // What was too much for one answer is looked for again, behind what came before it.
      let starts = Dictionary(uniqueKeysWithValues: starts.map { ($0.key, $0.value) })
      for (key, entries) in Dictionary(grouping: left, by: \.key) {
        recovery[key] = pages[key]?.last { $0 < entries[0].id } ?? starts[key]
      }
      return taken
    } catch {
      recoverAll()
      throw error
    }
  }

  private typealias Batch = [(key: StreamKey, entries: [DeliveredEntry])]

  /// Acknowledgements first, then reads, in one round trip.
  private mutating func exchange(_ reads: [StreamReadGroup]) async throws(RedisError) -> [Batch] {
    let due = acknowledgements.due
    if !due.isEmpty { try await teachIfNeeded() }
    let commands =
      due.map { .acknowledge(EntryAcknowledgement(key: $0.key, group: group, ids: $0.ids).command) }
      + reads.map(LaneCommand.read)
    let results = try await redis.pipeline(commands)
    for (acknowledged, result) in zip(due, results) {
      withdrawnLetterCount += try EntryAcknowledgement.decode(try answer(result))
      acknowledgements.confirm(acknowledged.key)
    }
    var batches: [Batch] = []
    for result in results.dropFirst(due.count) {
      let streams = try StreamReadGroup.decode(try answer(result))
      batches.append(
        streams.compactMap { stream in
          keysByText[stream.key].map { key in
            (key, stream.entries.map { DeliveredEntry(key: key, entry: $0) })
          }
        }
      )
    }
    return batches
  }
}
