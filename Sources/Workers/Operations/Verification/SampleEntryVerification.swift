import Delivery
import EventModel
import RedisClient
import Store
import Streams

/// The part of the check that walks the streams of samples: which are on their way, and that none was acknowledged that
/// can't be one.
struct SampleEntryVerification {
  private let redis: RedisConnection
  private let progress: ProgressMeter
  private let decoder: EventDecoder
  /// Streams whose group doesn't exist.
  private(set) var groupless: [StreamKey] = []

  init(redis: RedisConnection, clock: WallClock, progress: ProgressMeter) {
    self.redis = redis
    self.progress = progress
    decoder = EventDecoder(now: clock.now + .days(36_500))
  }

  /// Walks all streams. Whether an acknowledged sample arrived is asked of the ledger itself, which is compared with the
  /// outcomes.
  mutating func run(into report: inout VerificationReport, _ balance: inout SampleBalance) async throws {
    let keys = try await StreamInventory.find(.calibrationAggregators, redis: redis)
    progress.begin(.sampleEntries, total: try await StreamInventory.entryCount(of: keys, redis: redis))
    for key in keys {
      var letters = LetterVerification(key: key, redis: redis)
      try await letters.readLetters(into: &report)
      try await letters.readIndex(into: &report)
      report.trimmedUnread += try await StreamInventory.trimmedUnreadCount(
        of: key,
        group: .calibrationAggregators,
        redis: redis
      )
      var isGroupless = false
      try await StreamPage.forEach(of: key, group: .calibrationAggregators, redis: redis) { page in
        try noteTravelling(page, &balance)
        try await account(page, &letters, into: &report)
        isGroupless = isGroupless || page.groupIsMissing
        progress.advance(page.count)
      }
      if isGroupless { groupless.append(key) }
    }
  }

  /// Walks all streams again, only to find what is on its way.
  func findTravelling(_ balance: inout SampleBalance) async throws {
    for key in try await StreamInventory.find(.calibrationAggregators, redis: redis) {
      try await StreamPage.forEach(of: key, group: .calibrationAggregators, redis: redis) { page in
        try noteTravelling(page, &balance)
      }
    }
  }

  private func noteTravelling(_ page: StreamPage, _ balance: inout SampleBalance) throws {
    for entry in page.pending.map(\.entry) + page.unread {
      guard let (key, revision) = sample(of: entry) else { continue }
      try balance.noteTravelling(key, revision: revision)
    }
  }

  private func account(
    _ page: StreamPage,
    _ letters: inout LetterVerification,
    into report: inout VerificationReport
  ) async throws {
    report.calibrationEntries.pending += page.pending.count
    report.calibrationEntries.unread += page.unread.count
    let buried = try await letters.burials(of: page.acknowledged.map(\.id))
    report.calibrationEntries.dead += buried.count
    var unknown: [DeliveredEntry] = []
    for entry in page.acknowledged where buried[entry.id] == nil {
      if sample(of: entry) != nil {
        report.calibrationEntries.applied += 1
      } else {
        unknown.append(entry)
      }
    }
    if !unknown.isEmpty {
      let buriedByNow = try await letters.burialsByNow(of: unknown.map(\.id), into: &report)
      report.calibrationEntries.dead += buriedByNow.count
      for entry in unknown where buriedByNow[entry.id] == nil {
        if try await entry.exists(over: redis) { report.add(.entryUnaccounted, "\(entry.key) \(entry.id)") }
      }
    }
    try await letters.verifyPending(page, group: .calibrationAggregators, into: &report)
  }

  private func sample(of entry: DeliveredEntry) -> (key: SampleKey, revision: Int64)? {
    do throws(Refusal) {
      let event = try decoder.decode(entry.fields ?? [], from: entry.context)
      guard case .calibrationUpdated(let update) = event.body else { return nil }
      return (SampleKey(tenantID: event.tenantID, outcomeID: update.outcomeID), update.revision)
    } catch {
      return nil
    }
  }
}
