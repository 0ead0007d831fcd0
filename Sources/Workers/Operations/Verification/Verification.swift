import Delivery
import EventModel
public import PostgresClient
public import RedisClient
import Store
import Streams

/// The conservation check: nothing lost, nothing twice, everything as a fresh fold says. Reads only, while the fleet works,
/// in bounded memory: what it has to remember of each entry goes to a temporary file.
///
/// The order of its looks keeps it from raising a false alarm: the streams of events, then one snapshot of PostgreSQL, then
/// the streams of samples, then the ledger again; what moves on meanwhile moves in this direction.
public struct Verification: Sendable {
  /// How long a replay that was seen half way may take, and a group that is missing may stay away.
  private static let patience = Duration.seconds(5)
  /// A relay that lives takes the oldest messages within this time.
  private static let relayPatience = Duration.seconds(2)
  /// Entries without a group that are younger may be of a stream that nobody has discovered yet.
  private static let grouplessAgeMax = Duration.seconds(60)
  /// A message that is older was left behind, unless the relays are at work.
  private static let outboxAgeMax = TimeInterval.seconds(60)
  private static let ledgerPageCountMax = 5000

  private let redis: RedisConnection
  private let postgres: PostgresPool
  private let clock: WallClock

  public init(redis: RedisConnection, postgres: PostgresPool, clock: WallClock) {
    self.redis = redis
    self.postgres = postgres
    self.clock = clock
  }

  /// Checks everything.
  /// - Parameter onProgress: is told how far the check is, many times a second.
  public func run(
    onProgress: (@Sendable (VerificationProgress) -> Void)? = nil
  ) async throws -> VerificationReport {
    let progress = ProgressMeter(onProgress)
    let patience = Patience(Self.patience)
    let start = clock.now
    var report = VerificationReport()
    var events = EventEntryVerification(redis: redis, postgres: postgres, clock: clock, progress: progress)
    try await events.run(into: &report)
    let tables = try await verifyTables(since: start, after: report, progress: progress)
    report = tables.report
    report.forgottenByRedis = max(0, tables.earlierEventCount - (try events.distinctCount()))
    var samples = SampleEntryVerification(redis: redis, clock: clock, progress: progress)
    var balance = tables.balance
    try await samples.run(into: &report, &balance)
    try await settle(balance, samples, into: &report)
    try await events.verifyBuried(patience: patience, into: &report)
    try await verifyGroups(events.groupless, .outcomeWorkers, patience, into: &report)
    try await verifyGroups(samples.groupless, .calibrationAggregators, patience, into: &report)
    try await verifyOutbox(into: &report)
    return report
  }

  private struct Tables {
    var report: VerificationReport
    var balance = SampleBalance()
    var earlierEventCount = 0
  }

  /// Everything in PostgreSQL, in one snapshot.
  private func verifyTables(
    since start: Timestamp,
    after streams: VerificationReport,
    progress: ProgressMeter
  ) async throws -> Tables {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var found = Tables(report: streams)
      _ = try await transaction.send(PrepareInspection(), AllowScans())
      let tables = TableVerification(now: clock.now)
      found.earlierEventCount = try await tables.count(since: start, in: transaction, into: &found.report)
      try await tables.run(in: transaction, into: &found.report, progress: progress)
      _ = try await transaction.send(ForbidScans())
      try await FoldVerification().run(in: transaction, into: &found.report, progress: progress)
      try await LedgerVerification().run(in: transaction, into: &found.report, &found.balance, progress: progress)
      var bins = BinVerification()
      try await bins.run(in: transaction, into: &found.report, progress: progress)
      return found
    }
  }

  /// Samples that the snapshot's ledger didn't have. They were in its outbox; or they had been published, and so are in
  /// their streams, unread or pending; or an aggregator was done with them by then, and the ledger has them by now.
  ///
  /// What is none of this is looked for a second time along the same way: a sample that Redis had lost may have been put
  /// into the outbox again meanwhile.
  private func settle(
    _ balance: SampleBalance,
    _ samples: SampleEntryVerification,
    into report: inout VerificationReport
  ) async throws {
    report.samplesOnTheirWay += balance.behind.count
    var second = SampleBalance()
    try await forEachStillMissing(balance, into: &report) { try second.noteBehind($0) }
    if second.behind.count == 0 { return }
    second = try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var balance = second
      _ = try await transaction.send(PrepareInspection())
      try await LedgerVerification.noteOutbox(in: transaction, &balance)
      return balance
    }
    try await samples.findTravelling(&second)
    report.samplesOnTheirWay += second.behind.count
    var left: FirstRows<SampleKey> = FirstRows(countMax: VerificationReport.exampleCountMax)
    try await forEachStillMissing(second, into: &report) { left.add($0.key) }
    report.add(.sampleDiffers, left.first.map(\.example), count: left.count)
  }

  /// Passes on the outcomes whose sample isn't on its way, and isn't in the ledger by now either.
  private func forEachStillMissing(
    _ balance: SampleBalance,
    into report: inout VerificationReport,
    _ body: (SampleBalance.Behind) throws -> Void
  ) async throws {
    try await balance.forEachMissing { missing in
      report.samplesOnTheirWay -= missing.count
      for start in stride(from: 0, to: missing.count, by: Self.ledgerPageCountMax) {
        let page = missing[start..<min(start + Self.ledgerPageCountMax, missing.count)]
        let rows = try await postgres.send(FindLedgerRevisions(page.map(\.key)))
        let revisions = Dictionary(rows.map { ($0.key, $0.revision) }, uniquingKeysWith: max)
        for outcome in page where revisions[outcome.key, default: 0] < outcome.revision { try body(outcome) }
      }
    }
  }

  /// A group that was lost comes back within seconds, as long as its workers live.
  private func verifyGroups(
    _ keys: [StreamKey],
    _ group: ConsumerGroup,
    _ patience: Patience,
    into report: inout VerificationReport
  ) async throws {
    report.streamsWithoutGroup += keys.count
    var missing = keys
    while !missing.isEmpty {
      var left: [StreamKey] = []
      for key in missing where try await isGroupMissing(key, group) { left.append(key) }
      missing = left
      if missing.isEmpty { break }
      if try await !patience.wait() { break }
    }
    report.add(.groupMissing, missing.map(\.text), count: missing.count)
  }

  /// Whether a stream has entries of a certain age, and no group.
  private func isGroupMissing(_ key: StreamKey, _ group: ConsumerGroup) async throws -> Bool {
    guard let first = try await redis.send(StreamRange(key: key.text, count: 1)).first else { return false }
    let now = try await redis.send(ServerTime())
    let age = Duration.microseconds(now) - .milliseconds(Int64(clamping: first.id.milliseconds))
    if age < Self.grouplessAgeMax { return false }
    do throws(RedisError) {
      return try await !redis.send(StreamGroups(key: key.text)).contains { $0.name == group.rawValue }
    } catch {
      if error.isMissingKey { return false }
      throw error
    }
  }

  /// Relays take the oldest messages first: where the oldest one stays, nobody relays.
  private func verifyOutbox(into report: inout VerificationReport) async throws {
    let patience = Patience(Self.relayPatience)
    let look = FindOldOutbox(before: clock.now - Self.outboxAgeMax, countMax: VerificationReport.exampleCountMax)
    guard let oldest = try await postgres.send(look).first else { return }
    while true {
      let rows = try await postgres.send(look)
      guard rows.first?.outboxID == oldest.outboxID else { return }
      if try await patience.wait() { continue }
      let count = try await postgres.send(CountOldOutbox(before: clock.now - Self.outboxAgeMax)).first ?? 0
      let examples = rows.map { "tenant \($0.tenantID), outbox_id \($0.outboxID), event \($0.eventID)" }
      return report.add(.outboxLeft, examples, count: Int(count))
    }
  }
}
