import Delivery
import EventModel
import Insight
import PostgresClient
import RedisClient
import Store
import Streams

/// The part of the check that walks the streams of events: every entry is applied, pending, unread or dead.
///
/// The order of the looks makes it right while the fleet works: first the entries, then who holds them, then what is
/// recorded. An entry that was acknowledged at the second look was committed, or buried, before the third.
struct EventEntryVerification {
  private let redis: RedisConnection
  private let postgres: PostgresPool
  private let progress: ProgressMeter
  /// Refuses nothing for its time: what a worker's clock let through is let through here.
  private let decoder: EventDecoder
  private var keys: [StreamKey] = []
  private var marks = EventMarks()
  /// Streams whose group doesn't exist.
  private(set) var groupless: [StreamKey] = []

  init(redis: RedisConnection, postgres: PostgresPool, clock: WallClock, progress: ProgressMeter) {
    self.redis = redis
    self.postgres = postgres
    self.progress = progress
    decoder = EventDecoder(now: clock.now + .days(36_500))
  }

  /// Recorded events that the streams still hold.
  func distinctCount() throws -> Int {
    try marks.distinctCount()
  }

  mutating func run(into report: inout VerificationReport) async throws {
    keys = try await StreamInventory.find(.outcomeWorkers, redis: redis)
    progress.begin(.entries, total: try await StreamInventory.entryCount(of: keys, redis: redis))
    for stream in keys.indices {
      let key = keys[stream]
      var letters = LetterVerification(key: key, redis: redis)
      try await letters.readLetters(into: &report)
      try await letters.readIndex(into: &report)
      report.trimmedUnread += try await StreamInventory.trimmedUnreadCount(
        of: key,
        group: .outcomeWorkers,
        redis: redis
      )
      try await walk(stream, &letters, into: &report)
    }
  }

  private mutating func walk(
    _ stream: Int,
    _ letters: inout LetterVerification,
    into report: inout VerificationReport
  ) async throws {
    var isGroupless = false
    try await StreamPage.forEach(of: keys[stream], group: .outcomeWorkers, redis: redis) { page in
      try await account(page, of: stream, &letters, into: &report)
      isGroupless = isGroupless || page.groupIsMissing
      progress.advance(page.count)
    }
    if isGroupless { groupless.append(keys[stream]) }
  }

  private struct Decoded {
    let entry: DeliveredEntry
    /// `nil` where it can't be one.
    let event: Event?
  }

  private mutating func account(
    _ page: StreamPage,
    of stream: Int,
    _ letters: inout LetterVerification,
    into report: inout VerificationReport
  ) async throws {
    report.entries.pending += page.pending.count
    report.entries.unread += page.unread.count
    let acknowledged = page.acknowledged.map(decode)
    // Entries that wait can have brought their event too: it was committed and isn't acknowledged, or its group was made
    // anew. That matters for those that were buried, which come before them.
    let waiting = (page.pending.map(\.entry) + (marks.hasBuried ? page.unread : [])).map(decode)
    let recorded = try await recorded(among: acknowledged + waiting)
    for entry in waiting {
      if let event = entry.event, recorded.contains(entry.entry.id) { try marks.noteCarried(EventKey(event)) }
    }
    let buried = try await letters.burials(of: acknowledged.map(\.entry.id))
    report.entries.dead += buried.count
    var unknown: [Decoded] = []
    for entry in acknowledged {
      let id = entry.entry.id
      let event = recorded.contains(id) ? entry.event.map(EventKey.init) : nil
      if let burial = buried[id] {
        guard let event else { continue }
        try marks.noteBuried(event, stream: stream, id: id, isIndexed: burial == .byIndex)
      } else if let event {
        report.entries.applied += 1
        try marks.noteCarried(event)
      } else {
        unknown.append(entry)
      }
    }
    if !unknown.isEmpty { try await account(unknown, &letters, into: &report) }
    try await letters.verifyPending(page, group: .outcomeWorkers, into: &report)
  }

  /// Entries that seemed neither applied nor dead, looked at again in the order in which entries move: from the letters
  /// into the tables by a replay, or with their letter out of the world.
  private mutating func account(
    _ unknown: [Decoded],
    _ letters: inout LetterVerification,
    into report: inout VerificationReport
  ) async throws {
    let buried = try await letters.burialsByNow(of: unknown.map(\.entry.id), into: &report)
    report.entries.dead += buried.count
    let (unburied, erasedCount) = try await withoutErased(unknown.filter { buried[$0.entry.id] == nil })
    report.erasedEntries += erasedCount
    let recorded = try await recorded(among: unburied)
    let policies = try await policies(of: unburied.filter { !recorded.contains($0.entry.id) })
    for entry in unburied {
      if let event = entry.event, recorded.contains(entry.entry.id) {
        report.entries.applied += 1
        try marks.noteCarried(EventKey(event))
      } else if let event = entry.event, policies.isRemoved(event.timestamp, of: event.tenantID) {
        report.entries.pastRetention += 1
      } else if try await entry.entry.exists(over: redis) {
        report.add(.entryUnaccounted, "\(entry.entry.key) \(entry.entry.id)")
      }
    }
  }

  /// The entries with what is left of their events without erased conversations, as they are recorded; and how many nothing
  /// is left of.
  private func withoutErased(_ entries: [Decoded]) async throws -> (left: [Decoded], erasedCount: Int) {
    let named = entries.map { entry in
      entry.event.map { Set(ConversationKey.all(of: $0)) }
        ?? EventBatch.suspects(in: entry.entry.fields ?? [], of: entry.entry) ?? []
    }
    let keys = Set(named.joined())
    if keys.isEmpty { return (entries, 0) }
    let erased = Set(try await postgres.send(FindErasedConversations(keys)))
    if erased.isEmpty { return (entries, 0) }
    let left = zip(entries, named).compactMap { entry, named -> Decoded? in
      guard let event = entry.event else { return named.isDisjoint(with: erased) ? entry : nil }
      return event.without(erased).map { Decoded(entry: entry.entry, event: $0) }
    }
    return (left, entries.count - left.count)
  }

  /// Entries that are applied and dead, as far as no other entry brought their event; those whose letter goes within the
  /// patience were being replayed.
  func verifyBuried(patience: Patience, into report: inout VerificationReport) async throws {
    var left: FirstRows<EventMarks.Buried> = FirstRows(countMax: VerificationReport.exampleCountMax)
    try await marks.forEachUnbrought { unbrought in
      for (stream, entries) in Dictionary(grouping: unbrought, by: \.stream) {
        let look = LetterLook(key: keys[stream], redis: redis)
        for entry in entries where !entry.isIndexed { left.add(entry) }
        var remaining = entries.filter(\.isIndexed)
        while !remaining.isEmpty {
          let states = try await look.states(ofEntries: remaining.map(\.id.description))
          remaining = zip(remaining, states).filter { $1 == .buried }.map(\.0)
          if try await !patience.wait() { break }
        }
        for entry in remaining { left.add(entry) }
      }
    }
    report.add(.entryAppliedAndDead, left.first.map { "\(keys[$0.stream]) \($0.id)" }, count: left.count)
  }

  private func decode(_ entry: DeliveredEntry) -> Decoded {
    do throws(Refusal) {
      return Decoded(entry: entry, event: try decoder.decode(entry.fields ?? [], from: entry.context))
    } catch {
      return Decoded(entry: entry, event: nil)
    }
  }

  private func policies(of entries: [Decoded]) async throws -> TenantPolicies {
    let tenants = Set(entries.compactMap(\.event?.tenantID))
    return try TenantPolicies(tenants.isEmpty ? [] : try await postgres.send(LoadSettings(tenants)))
  }

  /// The entries whose event is recorded with the same content.
  private func recorded(among entries: [Decoded]) async throws -> Set<RedisStreamID> {
    let decoded = entries.compactMap { entry in entry.event.map { (id: entry.entry.id, event: $0) } }
    if decoded.isEmpty { return [] }
    let found = try await postgres.send(FindRecorded(decoded.map(\.event)))
    return Set(found.filter(\.isSame).map { decoded[$0.index].id })
  }
}
