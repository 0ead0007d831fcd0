public import EventModel

/// What a process counts and measures about the streams of one event type.
public struct StreamMetrics: Sendable {
  public let received: PrometheusCounter
  public let applied: PrometheusCounter
  public let duplicate: PrometheusCounter
  public let erased: PrometheusCounter
  public let deadLettered: MetricTable<RefusalReason, PrometheusCounter>
  public let reclaimed: PrometheusCounter
  public let trimmedUnread: PrometheusCounter
  public let gone: PrometheusCounter
  public let groupRecreated: PrometheusCounter
  public let backlogEntries: PrometheusGauge
  public let backlogKnown: PrometheusGauge
  public let pendingEntries: PrometheusGauge
  /// In seconds.
  public let oldestEntryAge: PrometheusGauge
  public let deadLetterEntries: PrometheusGauge

  public init(_ type: EventType, registry: PrometheusRegistry) {
    let stream = type.rawValue
    received = registry.counter(MetricCatalogue.eventsReceived, stream)
    applied = registry.counter(MetricCatalogue.eventsApplied, stream)
    duplicate = registry.counter(MetricCatalogue.eventsDuplicate, stream)
    erased = registry.counter(MetricCatalogue.eventsErased, stream)
    deadLettered = MetricTable { registry.counter(MetricCatalogue.eventsDeadLettered, stream, $0.rawValue) }
    reclaimed = registry.counter(MetricCatalogue.eventsReclaimed, stream)
    trimmedUnread = registry.counter(MetricCatalogue.eventsTrimmedUnread, stream)
    gone = registry.counter(MetricCatalogue.eventsGone, stream)
    groupRecreated = registry.counter(MetricCatalogue.groupRecreated, stream)
    backlogEntries = registry.gauge(MetricCatalogue.streamBacklogEntries, stream)
    backlogKnown = registry.gauge(MetricCatalogue.streamBacklogKnown, stream)
    pendingEntries = registry.gauge(MetricCatalogue.streamPendingEntries, stream)
    oldestEntryAge = registry.gauge(MetricCatalogue.streamOldestEntryAge, stream)
    deadLetterEntries = registry.gauge(MetricCatalogue.streamDeadLetters, stream)
  }
}
