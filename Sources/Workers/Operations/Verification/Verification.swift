import EventModel
import Logging
public import PostgresClient
public import RedisClient
import Store
import Streams

/// The conservation check: nothing lost, nothing twice, everything as a fresh fold says. Reads only, in bounded pages,
/// while the fleet works.
public struct Verification: Sendable {
  /// A mark that is older was left behind; a younger one is work in progress.
  static let dueAgeMax = TimeInterval.seconds(60)

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
    var onTheirWay: [SampleKey: Int64] = [:]
    var streams = StreamVerification(redis: redis, postgres: postgres, clock: clock)
    try await streams.verifyEvents(into: &report)
    // What an aggregator was already given before this look is committed by the time the ledger is read.
    try await streams.verifySamples(into: &report, onTheirWay: &onTheirWay)
    // One snapshot for everything in PostgreSQL.
    let (streamsReport, waiting) = (report, onTheirWay)
    report = try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var report = streamsReport
      try await TableVerification(now: clock.now, onTheirWay: waiting).run(in: transaction, into: &report)
      return report
    }
    report.forgottenByRedis = max(0, report.recordedEvents - streams.distinctCount)
    return report
  }
}
