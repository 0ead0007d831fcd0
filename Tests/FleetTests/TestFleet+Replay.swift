import Delivery
import EventModel
import RedisClient
import Resolution
import Streams
import Synchronization
import Workers

/// Writes down what a replay says of each letter, in its order.
final class ReplayRecorder: ReplayObserver {
  struct Note: Hashable, Sendable {
    /// The entry, by its stream and its id there.
    let entry: String
    let effect: ReplayEffect
  }

  private let written = Mutex<[Note]>([])

  var notes: [Note] { written.withLock { $0 } }

  func note(_ effect: ReplayEffect, of letter: BuriedEntry) {
    let note = Note(entry: "\(letter.key) \(letter.content.originalID ?? "")", effect: effect)
    written.withLock { $0.append(note) }
  }

  func progress(_ report: ReplayReport, fraction: Double?) {}
}

extension TestFleet {
  /// Replays in a process of its own.
  @discardableResult
  func replay(
    _ program: ReplayProgram = .outcomeWorker,
    filter: DeadLetterFilter = DeadLetterFilter(),
    countMax: Int? = nil,
    rate: Double? = nil,
    isRehearsal: Bool = false,
    batchSize: Int = 1000,
    recorder: ReplayRecorder = ReplayRecorder()
  ) async throws -> ReplayReport {
    try await DeadLetterReplay.run(
      ReplayRequest(filter: filter, countMax: countMax, ratePerSecond: rate, isRehearsal: isRehearsal),
      by: program,
      in: try context("replay", ["reckoner.batch.size": "\(batchSize)"]),
      observer: recorder
    )
  }

  /// The letters of both groups where they lie.
  func buried(_ filter: DeadLetterFilter = DeadLetterFilter()) async throws -> [BuriedEntry] {
    var walk = try await DeadLetterWalk(over: redis, groups: ConsumerGroup.allCases, filter: filter)
    var letters: [BuriedEntry] = []
    while let page = try await walk.next(over: redis) { letters += page }
    return letters
  }

  /// Makes a stage known that was refused until now.
  func allowOffers(to tenants: [Int] = [1]) async throws {
    for tenant in tenants {
      try await TenantSettings(of: TestEvent.tenant(tenant), in: postgres).set(
        .resolution(.dealStages),
        to: "[\"prospecting\",\"offer\",\"closed_won\"]",
        now: Self.now
      )
    }
  }

  /// Has a process that is gone bury everything that a group hasn't read yet.
  func buryUnread(_ group: ConsumerGroup, _ refusal: Refusal) async throws {
    for key in try await StreamDirectory.find(group, redis: redis) {
      _ = try await redis.send(
        StreamGroupCreate(key: key.text, group: group.rawValue, position: .after(.minimum), createsStream: true)
      )
      let read = StreamReadGroup(group: group.rawValue, consumer: "ghost", keys: [key.text], count: 10_000)
      let entries = try await redis.send(read).first?.entries ?? []
      let burials = entries.map {
        DeadLetterQueue.Burial(entry: DeliveredEntry(key: key, entry: $0), refusal: refusal)
      }
      try await DeadLetterQueue(group: group, consumer: "ghost", redis: redis).bury(burials, at: Self.now)
    }
  }
}
