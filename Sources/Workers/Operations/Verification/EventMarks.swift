import EventModel
import RedisClient
import Store

/// Which events the streams carry, and which of them have an entry among the dead letters, in bounded memory.
struct EventMarks {
  /// An event that is recorded and still in the streams.
  private struct Carried: SpilledRecord {
    let hash: UInt64
  }

  /// An entry that is among the dead letters though its event is recorded: right where another entry brought it, such as
  /// one that was published again after its cause was mended.
  struct Buried: SpilledRecord, Comparable {
    let hash: UInt64
    /// Of the stream, among those that are walked.
    let stream: Int
    let milliseconds: UInt64
    let sequence: UInt64
    /// Whether the index of the letters says so, and can be asked again.
    let isIndexed: Bool

    var id: RedisStreamID { RedisStreamID(milliseconds: milliseconds, sequence: sequence) }

    static func < (left: Self, right: Self) -> Bool {
      left.stream != right.stream ? left.stream < right.stream : left.id < right.id
    }
  }

  private var carried = SpilledRecords<Carried>()
  private var buried = SpilledRecords<Buried>()

  /// Whether an entry was noted as buried.
  var hasBuried: Bool { buried.count > 0 }

  mutating func noteCarried(_ event: EventKey) throws {
    try carried.append(Carried(hash: Self.hash(of: event)))
  }

  mutating func noteBuried(_ event: EventKey, stream: Int, id: RedisStreamID, isIndexed: Bool) throws {
    try buried.append(
      Buried(
        hash: Self.hash(of: event),
        stream: stream,
        milliseconds: id.milliseconds,
        sequence: id.sequence,
        isIndexed: isIndexed
      )
    )
  }

  /// Recorded events that the streams still hold.
  func distinctCount() throws -> Int {
    try carried.distinctCount()
  }

  /// Passes on the buried entries whose event no other entry brought, a part at a time.
  func forEachUnbrought(_ body: ([Buried]) async throws -> Void) async throws {
    if buried.count == 0 { return }
    for index in 0..<SpilledRecords<Buried>.partitionCount {
      let candidates = try buried.partition(index)
      if candidates.isEmpty { continue }
      let carried = try carried.partition(index)
      let unbrought = candidates.filter { carried.records(hash: $0.hash).isEmpty }
      if !unbrought.isEmpty { try await body(unbrought) }
    }
  }

  private static func hash(of event: EventKey) -> UInt64 {
    UInt64(bitPattern: Int64(event.hashValue))
  }
}
