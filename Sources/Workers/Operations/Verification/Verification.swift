import EventModel
import Logging
public import PostgresClient
public import RedisClient
import Store
import Streams

/// The conservation check: nothing lost, nothing twice, everything as a fresh fold says. Reads only,
/// while the fleet works, in pages; it remembers an id of each entry in the streams and of each sample on its way.
public struct Verification: Sendable {
  /// A mark that is older was left behind; a younger one is work in progress.
  static let dueAgeMax = TimeInterval.seconds(60)
  /// The same for the marks of a changed setting, which can be as many as a tenant has conversations.
  static let settingAgeMax = TimeInterval.hours(1)

  private let redis: RedisConnection
  private let postgres: PostgresPool
  private let clock: WallClock

  public init(redis: RedisConnection, postgres: PostgresPool, clock: WallClock) {
    self.redis = redis
    self.postgres = postgres
    self.clock = clock
  }

  public func run() async throws -> VerificationReport {
    var report = VerificationReport()
    var streams = StreamVerification(redis: redis, postgres: postgres, clock: clock)
    try await streams.verifyEvents(into: &report)
    let streamsReport = report
    // One snapshot for everything in PostgreSQL.
    let (tables, behind) = try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var report = streamsReport
      var tables = TableVerification(now: clock.now)
      try await tables.run(in: transaction, into: &report)
      return (report, tables.behind)
    }
    report = tables
    report.forgottenByRedis = max(0, report.recordedEvents - streams.distinctCount)
    try await verify(behind, streams, into: &report)
    return report
  }

  /// Samples that the snapshot's ledger didn't have, and its outbox neither: they were published before. So they are in
  /// their streams, unread or pending, or an aggregator was done with them by this look, and then the ledger has them by
  /// the next.
  private func verify(
    _ behind: [SampleKey: Int64],
    _ streams: StreamVerification,
    into report: inout VerificationReport
  ) async throws {
    let waiting = try await streams.verifySamples(into: &report)
    let left = behind.filter { waiting[$0.key, default: 0] < $0.value }
    report.samplesOnTheirWay += behind.count - left.count
    let keys = left.keys.sorted()
    for start in stride(from: 0, to: keys.count, by: Self.ledgerPageCountMax) {
      let page = Array(keys[start..<min(start + Self.ledgerPageCountMax, keys.count)])
      let rows = try await postgres.send(FindLedgerRevisions(page))
      let revisions = Dictionary(rows.map { ($0.key, $0.revision) }, uniquingKeysWith: max)
      for key in page where revisions[key, default: 0] < left[key, default: 0] {
        report.add(.sampleDiffers, key.example)
      }
    }
  }

  private static let ledgerPageCountMax = 5000
}
