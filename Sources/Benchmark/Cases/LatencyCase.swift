import PostgresClient
import Simulation

/// How late an event has its effects, at a steady rate.
public struct LatencyCase: Sendable {
  /// Long enough that sessions, statements and pages are there.
  private static let warmUpSeconds = 5.0

  let session: BenchmarkSession
  /// Events a second.
  let rates: [Double]
  /// How long each rate is held.
  let seconds: Double

  /// - Parameters:
  ///   - rates: events a second; 200 and 5,000 have targets.
  ///   - seconds: how long each is held.
  public init(session: BenchmarkSession, rates: [Double], seconds: Double) {
    self.session = session
    self.rates = rates
    self.seconds = seconds
  }

  public func run() async throws -> [CaseReport] {
    try await CommitTimes(postgres: session.stores.owner).check()
    var reports: [CaseReport] = []
    for rate in rates { reports.append(try await measure(rate: rate)) }
    return reports
  }

  /// What one repeat measured.
  private struct Sample {
    let commit: LatencyRecord
    let bin: LatencyRecord
    let feed: LatencyRecord
    let untracedShare: Double
    let coreShares: [String: Double]
  }

  private func measure(rate: Double) async throws -> CaseReport {
    var samples: [Sample] = []
    for index in 1...session.options.repeatCount {
      let sample = try await session.stores.withDatabase { try await measure(rate: rate, in: $0) }
      session.note(
        "latency at \(rate)/s, \(index): p99 \(sample.commit.milliseconds(percentile: 99)) ms to the commit, "
          + "\(sample.bin.milliseconds(percentile: 99)) ms to the bin"
      )
      samples.append(sample)
    }
    let isLive = rate <= 200
    let figures =
      LatencyFigures.make("event to commit", samples.map(\.commit), target: isLive ? .commitLive : .commitUnderLoad)
      + LatencyFigures.make("event to bin", samples.map(\.bin), target: isLive ? .binLive : nil)
    let programs = samples.first.map { $0.coreShares.keys.sorted() } ?? []
    let costs =
      programs.map { name in
        Figure.cost("cpu \(name)", unit: "cores", samples: samples.map { $0.coreShares[name] ?? 0 })
      } + LatencyFigures.make("delay of the feed itself", samples.map(\.feed)) + [
        .cost("samples without a traced event", unit: "ratio", samples: samples.map(\.untracedShare))
      ]
    var settings = session.options.settings
    settings["rate"] = rate
    settings["seconds"] = seconds
    return CaseReport("latency \(Int(rate))", settings: settings, figures: figures, costs: costs)
  }

  private func measure(rate: Double, in database: BenchmarkDatabase) async throws -> Sample {
    let stores = session.stores
    try await stores.emptyRedis()
    let warmUp = session.plan(eventCount: max(Int(rate * Self.warmUpSeconds), 1), round: 1)
    let plan = session.plan(eventCount: max(Int(rate * seconds), 1))
    let sample = try await session.withConnection(to: database) { postgres in
      try await postgres.executeScript("CHECKPOINT")
      let (publication, coreShares) = try await session.withFleet(
        session.options.shape,
        addresses: session.addresses(of: database)
      ) { fleet in
        let feed = LiveFeed(redis: stores.redis)
        let watch = DrainWatch(redis: stores.redis, postgres: postgres, tenants: plan.tenants, limit: .seconds(600))
        try await feed.publish(warmUp, rate: rate)
        try await watch.waitForEverything { try fleet.checkRunning() }
        let before = fleet.seconds
        let start = ContinuousClock.now
        let publication = try await feed.publish(plan, rate: rate)
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let shares = fleet.seconds.merging(before) { ($0 - $1) / elapsed }
        try await watch.waitForEverything { try fleet.checkRunning() }
        return (publication, shares)
      }
      let dueTimes = publication.dueTimes
      let times = CommitTimes(postgres: postgres)
      let commit = try await times.latenciesToCommit(since: dueTimes)
      guard commit.count == dueTimes.count else {
        throw BenchmarkError("\(dueTimes.count) events were published, \(commit.count) have a time of commit")
      }
      let bin = try await times.latenciesToBin(since: dueTimes)
      return Sample(
        commit: commit,
        bin: bin.record,
        feed: publication.delays,
        untracedShare: Double(bin.untracedCount) / Double(max(bin.untracedCount + bin.record.count, 1)),
        coreShares: coreShares
      )
    }
    try await session.verify(database)
    return sample
  }
}
