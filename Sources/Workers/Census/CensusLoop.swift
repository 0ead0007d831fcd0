import Delivery
import EventModel
import Logging
import RedisClient
import ServiceLifecycle
import Settings
import Streams
import Telemetry

/// Looks at the streams of a group again and again: counts what was cut off unread, trims what nobody needs where that is
/// asked for, and removes the names of consumers that are gone.
///
/// One process of the group does it at a time: a lease in Redis, which ends by itself, says whose turn it is. Where it is
/// lost, two look, and each loss is still counted once.
struct CensusLoop: Service {
  /// A look is followed by a pause of so many times its own length at least: with thousands of streams it must not keep
  /// the server busy.
  private static let restFactor = 99
  private static let restMax = Duration.seconds(30)
  /// The longest time between two rounds of trimming.
  private static let trimIntervalMax = Duration.seconds(60)

  let context: FleetContext
  let group: ConsumerGroup
  let directory: StreamDirectory
  let counters: WorkCounters
  let redis: RedisConnection

  func run() async throws {
    try await context.watching("census", lookAgainAndAgain)
  }

  private func lookAgainAndAgain() async throws {
    var faultPause = FaultPause(logger: context.logger)
    var nextTrim = ContinuousClock.now
    var nextNames = ContinuousClock.now + silence / 2
    while !Task.isShuttingDownGracefully {
      let start = ContinuousClock.now
      do {
        if !directory.keys.isEmpty, try await isOurTurn() {
          try await count()
          if let age = context.settings.trimAfter, start >= nextTrim {
            try await trim(olderThan: age)
            nextTrim = start + min(age, Self.trimIntervalMax)
          }
          if start >= nextNames {
            try await removeNames()
            nextNames = start + silence / 2
          }
        }
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "streams not looked at", metadata: ["group": "\(group.rawValue)"])
        continue
      }
      faultPause.reset()
      let rest = min((ContinuousClock.now - start) * Self.restFactor, Self.restMax)
      try await Pause.wait(max(context.settings.discoveryInterval, rest))
    }
  }

  /// A name that was silent for so long is nobody's any more: ten times the wait after which entries are taken over.
  private var silence: Duration { max(.seconds(60), context.settings.reclaimIdle * 10) }

  private func isOurTurn() async throws(RedisError) -> Bool {
    // A little shorter than the pause, so that whoever looked last may look again.
    let lease = StringSet(
      key: "reckoner:census:\(group.rawValue)",
      value: Array(context.instance.utf8),
      expiry: max(.milliseconds(1), context.settings.discoveryInterval / 2),
      condition: .keyIsMissing
    )
    return try await redis.send(lease)
  }

  /// Counts what was cut off unread; also before a drain ends, so that none passes over a loss.
  func count() async throws {
    for finding in try await StreamCensus(group: group, redis: redis).take(of: directory.keys) {
      let type = finding.key.eventType
      counters.add { $0.trimmedUnread[type, default: 0] += finding.lostCount }
      context.metrics.counter(MetricCatalogue.eventsTrimmedUnread, type.rawValue).increment(by: finding.lostCount)
      var facts: Logger.Metadata = ["stream": "\(finding.key)", "count": "\(finding.lostCount)"]
      if finding.uncertainCount > 0 { facts["further_at_most"] = "\(finding.uncertainCount)" }
      context.logger.warning("entries trimmed unread", metadata: facts)
    }
  }

  private func trim(olderThan age: Duration) async throws {
    let count = try await StreamTrimmer(group: group, redis: redis).trim(directory.keys, olderThan: age)
    if count == 0 { return }
    counters.add { $0.trimmed += count }
    context.logger.info("old entries trimmed", metadata: ["group": "\(group.rawValue)", "count": "\(count)"])
  }

  private func removeNames() async throws {
    let names = ConsumerNames(group: group, redis: redis)
    let count = try await names.removeSilent(for: silence, from: directory.keys)
    if count == 0 { return }
    context.logger.info("consumer names removed", metadata: ["group": "\(group.rawValue)", "count": "\(count)"])
  }
}
