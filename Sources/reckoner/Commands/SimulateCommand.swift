import ArgumentParser
import Delivery
import EventModel
import RedisClient
import Simulation
import Streams
import Telemetry
import Workers

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Plays a sales agent whose over- and under-confidence is known, and publishes what it does.",
    discussion: """
      Examples:
        reckoner simulate --events 50000 --seed 7          a past, as fast as Redis takes it
        reckoner simulate --rate 20                        a present: 20 events a second until Ctrl-C
        reckoner simulate --truth                          what the bins should come to; publishes nothing

      The same seed gives the same tenants, the same behaviour and the same truth. Without --rate the events lie in the past:
      `outcome-worker --drain` closes the windows that nobody answered.
      """
  )

  @Option(help: ArgumentHelp("Events a second, in real time.", valueName: "count"))
  var rate: Double?

  @Option(help: ArgumentHelp("Events in all (default: 10000; with --rate: no end).", valueName: "count"))
  var events: Int?

  @Option(help: "Tells one simulated world from another.")
  var seed: UInt64 = 1

  @Option(help: "How many tenants.")
  var tenants = 3

  @Option(help: ArgumentHelp("When the past begins: RFC 3339 (default: 60 days ago).", valueName: "time"))
  var start: String?

  @Option(help: ArgumentHelp("Share of events that are published twice, 0 to 1.", valueName: "share"))
  var duplicates = 0.0

  @Flag(help: "Print the truth of the world with this seed, and publish nothing.")
  var truth = false

  @Flag(help: "Print JSON.")
  var json = false

  private struct Report: Encodable {
    let published: Int
    let tenants: [String]
  }

  func validate() throws {
    if let rate, !(rate > 0 && rate <= 20_000) { throw ValidationError("--rate must be above 0, at most 20000") }
    if let events, events < 1 { throw ValidationError("--events must be at least 1") }
    if let start, Timestamp(rfc3339: start) == nil {
      throw ValidationError("--start must be a time with an offset, such as 2026-01-01T00:00:00Z")
    }
    let mistakes = plan.mistakes
    if !mistakes.isEmpty { throw ValidationError(mistakes.joined(separator: "\n")) }
  }

  private var plan: SimulationPlan {
    var plan = rate == nil ? SimulationPlan.backfill(seed: seed) : .live(seed: seed)
    plan.tenantCount = tenants
    plan.duplicateShare = duplicates
    return plan
  }

  func run() async throws {
    let plan = plan
    if truth { return try printTruth(of: plan) }
    try await OperatorSession.run { session in
      let redis = try session.redis()
      let feed = SimulationFeed(publisher: EventPublisher(redis: redis), clock: session.clock)
      var progress = ProgressReport(label: "simulated", isTerminal: Output.isErrorTerminal)
      let published: Int
      if let rate {
        published = try await feed.publishLive(plan: plan, rate: rate, countMax: events) { count in
          progress.update(count: count, fraction: events.map { Double(count) / Double($0) })
        }
      } else {
        let countMax = events ?? 10_000
        let begin = start.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now - Self.pastSpan
        let past = Self.past(plan, from: begin, until: session.clock.now, countMax: countMax)
        published = try await feed.publishPast(plan: past, from: begin, countMax: countMax) { count in
          progress.update(count: count, fraction: Double(count) / Double(countMax))
        }
      }
      await redis.close()
      progress.finish(count: published)
      let tenants = plan.tenants.map(\.tenantID.description)
      if json { return try Output.json(Report(published: published, tenants: tenants)) }
      print("\(published) events published for \(tenants.count) tenants: \(tenants.joined(separator: " "))")
    }
  }

  private static let pastSpan = EventModel.TimeInterval.days(60)
  /// The longest that an answer takes: the last action lies so far before now that it can have been answered.
  private static let answerSpan = EventModel.TimeInterval.days(31)

  /// The plan of a past with so many events, all answered before now where there is room for that.
  private static func past(_ plan: SimulationPlan, from begin: Timestamp, until now: Timestamp, countMax: Int)
    -> SimulationPlan
  {
    var plan = plan
    plan.eventCount = countMax
    let room = max((now - begin - answerSpan).microseconds, 1_000_000)
    plan.meanGap = EventModel.TimeInterval(microseconds: max(1, min(plan.meanGap.microseconds, room / Int64(countMax))))
    return plan
  }

  private func printTruth(of plan: SimulationPlan) throws {
    let truth = plan.truth()
    if json { return print(truth.jsonText()) }
    for entry in truth.entries {
      let gap = entry.gap
      let verdict = abs(gap) < 0.05 ? "calibrated" : gap > 0 ? "overconfident" : "underconfident"
      print(
        "tenant \(entry.tenantID)  \(entry.actionType)  says \(entry.meanConfidence.twoDigits), "
          + "happens \(entry.successRate.twoDigits): \(verdict)"
      )
    }
  }
}

extension Double {
  fileprivate var twoDigits: String {
    let hundredths = Int((self * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
