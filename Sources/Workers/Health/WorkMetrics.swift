import Delivery
import EventModel
import RedisClient
import Streams
import Telemetry

/// What the lanes of one group count for `/metrics`, per batch.
struct WorkMetrics: Sendable {
  private let streams: [EventType: StreamMetrics]
  private let batches: BatchMetrics

  init(group: ConsumerGroup, registry: PrometheusRegistry) {
    streams = Dictionary(uniqueKeysWithValues: group.eventTypes.map { ($0, StreamMetrics($0, registry: registry)) })
    let wait =
      switch group {
      case .outcomeWorkers: MetricCatalogue.eventToCommit
      case .calibrationAggregators: MetricCatalogue.eventToBin
      }
    batches = BatchMetrics(wait: wait, registry: registry)
  }

  /// Entries that were given to this process, again or for the first time.
  func received(_ entries: [DeliveredEntry]) {
    count(entries) { $0.received }
  }

  /// Entries that were taken over from a consumer that fell silent.
  func reclaimed(_ entries: [DeliveredEntry]) {
    count(entries) { $0.reclaimed }
  }

  /// An entry that was deleted or trimmed while it was pending.
  func gone(_ entry: DeliveredEntry) {
    streams[entry.key.eventType]?.gone.increment()
  }

  /// Groups that had vanished and were made again since the process started.
  func recreated(_ totals: [EventType: Int]) {
    for (type, total) in totals { streams[type]?.groupRecreated.raise(to: total) }
  }

  func buried(_ burial: DeadLetterQueue.Burial) {
    streams[burial.entry.key.eventType]?.deadLettered[burial.refusal.reason].increment()
  }

  /// A batch that was committed.
  /// - Parameters:
  ///   - outcomes: one for each entry.
  ///   - now: the time of the commit, which ends each event's wait.
  func handled(_ entries: [DeliveredEntry], _ outcomes: [EntryOutcome], took elapsed: Duration, at now: Timestamp) {
    batches.size.observe(Double(entries.count))
    batches.commit.observe(elapsed)
    var wait = batches.wait.makeTally()
    let seconds = Double(now.microseconds) / 1e6
    for run in Self.runs(of: entries) {
      var (applied, duplicate, erased) = (0, 0, 0)
      for index in run {
        switch outcomes[index] {
        case .applied, .reduced(isNew: true):
          applied += 1
          // Clocks differ: what came from the future has not waited.
          wait.observe(max(0, seconds - Double(entries[index].id.milliseconds) / 1e3))
        case .duplicate, .reduced(isNew: false): duplicate += 1
        case .erased: erased += 1
        case .refused, .refusedPart, .gone: break
        }
      }
      let metrics = streams[entries[run.lowerBound].key.eventType]
      metrics?.applied.increment(by: applied)
      metrics?.duplicate.increment(by: duplicate)
      metrics?.erased.increment(by: erased)
    }
    batches.wait.observe(wait)
  }

  private func count(_ entries: [DeliveredEntry], in counter: (StreamMetrics) -> PrometheusCounter) {
    for run in Self.runs(of: entries) {
      guard let metrics = streams[entries[run.lowerBound].key.eventType] else { continue }
      counter(metrics).increment(by: run.count)
    }
  }

  /// A read returns the entries of one stream after the other: neighbours of one type are counted together.
  private static func runs(of entries: [DeliveredEntry]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for index in entries.indices.dropFirst() where entries[index].key.eventType != entries[start].key.eventType {
      runs.append(start..<index)
      start = index
    }
    if start < entries.count { runs.append(start..<entries.count) }
    return runs
  }
}
