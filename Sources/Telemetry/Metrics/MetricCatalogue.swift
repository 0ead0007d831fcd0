/// Every metric of the product: the one place for names, sentences, labels and bounds.
///
/// The prefix is `reckoner_`, units are base units (seconds, entries), and no label names a tenant. A label `stream` is an
/// event type such as `agent.action`, summed over the streams of all tenants.
public enum MetricCatalogue {
  public static let eventsReceived = counter(
    "events_received",
    ["stream"],
    "Stream entries that were handed to this process, repeated deliveries included."
  )
  public static let eventsApplied = counter(
    "events_applied",
    ["stream"],
    "Events whose effects this process committed."
  )
  public static let eventsDuplicate = counter(
    "events_duplicate",
    ["stream"],
    "Entries whose event had its effects already; nothing was changed."
  )
  public static let eventsErased = counter(
    "events_erased",
    ["stream"],
    "Entries of erased conversations, which were removed from their stream; nothing of them was recorded."
  )
  public static let eventsDeadLettered = counter(
    "events_dead_lettered",
    ["stream", "reason"],
    "Entries that were moved to the dead letters, by reason."
  )
  public static let eventsReclaimed = counter(
    "events_reclaimed",
    ["stream"],
    "Pending entries that were taken over from a silent consumer."
  )
  public static let eventsTrimmedUnread = counter(
    "events_trimmed_unread",
    ["stream"],
    "Entries that were cut off the stream before the group had read them: lost."
  )
  public static let eventsGone = counter(
    "events_gone",
    ["stream"],
    "Pending entries that were deleted or trimmed before anybody had handled them: lost, unless they were applied before."
  )
  public static let groupRecreated = counter(
    "group_recreated",
    ["stream"],
    "Times that a consumer group had vanished and was created again."
  )
  public static let outcomesCreated = counter(
    "outcomes_created",
    ["outcome_type"],
    "Outcomes that were opened."
  )
  public static let outcomesResolved = counter(
    "outcomes_resolved",
    ["outcome_type", "status"],
    "Times that an outcome was resolved, or resolved anew, by its status."
  )
  public static let streamBacklogEntries = gauge(
    "stream_backlog_entries",
    ["stream"],
    "Entries that the group has not been given yet; absent while that is unknown, which is never the same as none."
  )
  public static let streamBacklogKnown = gauge(
    "stream_backlog_known",
    ["stream"],
    "1 while the backlog of every stream of this type is known, else 0."
  )
  public static let streamPendingEntries = gauge(
    "stream_pending_entries",
    ["stream"],
    "Entries that were given out and are not acknowledged; absent while unknown."
  )
  public static let streamOldestEntryAge = gauge(
    "stream_oldest_entry_age_seconds",
    ["stream"],
    "Age of the oldest entry that is unread or not acknowledged, 0 where none is; absent while unknown."
  )
  public static let streamDeadLetters = gauge(
    "stream_dead_letter_entries",
    ["stream"],
    "Dead letters that wait for somebody; absent while unknown."
  )
  public static let outboxDepth = gauge(
    "outbox_depth",
    [],
    "Rows of the outbox that are not published yet; absent while unknown."
  )
  public static let partitionsAhead = gauge(
    "partitions_ahead_months",
    [],
    "Months after the present one that events and outcomes have partitions for; absent while unknown."
  )
  public static let eventToCommit = histogram(
    "event_to_commit_seconds",
    [],
    "Time from an entry's arrival in Redis to the commit of its effects.",
    waitBounds
  )
  public static let eventToBin = histogram(
    "event_to_bin_seconds",
    [],
    "Time from a sample's arrival in Redis to the commit of its bins.",
    waitBounds
  )
  public static let batchCommit = histogram(
    "batch_commit_seconds",
    [],
    "Time that a batch took from its begin to its commit.",
    workBounds
  )
  public static let batchSize = histogram(
    "batch_size_events",
    [],
    "Entries in a batch.",
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
  )
  public static let calibrationSamplesFolded = counter(
    "calibration_samples_folded",
    [],
    "Samples that changed a bin."
  )
  public static let calibrationAdjustments = counter(
    "calibration_adjustments",
    ["direction"],
    "Adjustments of an agent's calibration, by direction."
  )
  public static let scheduleRuns = counter(
    "schedule_runs",
    ["job", "result"],
    "Occurrences of schedules that this process did or gave up."
  )
  public static let requestDuration = histogram(
    "http_request_duration_seconds",
    ["route", "status"],
    "Time that an HTTP request took.",
    workBounds
  )
  public static let liveConnections = gauge(
    "sse_connections",
    [],
    "Connections to the live stream that are open."
  )
  public static let deliveries = counter(
    "deliveries",
    ["channel_kind", "result"],
    "Attempts to deliver a notice, by what became of them."
  )

  public static let all = [
    eventsReceived, eventsApplied, eventsDuplicate, eventsDeadLettered, eventsReclaimed, eventsTrimmedUnread,
    eventsGone, groupRecreated, outcomesCreated, outcomesResolved, streamBacklogEntries, streamBacklogKnown,
    streamPendingEntries, streamOldestEntryAge, streamDeadLetters, outboxDepth, eventToCommit, eventToBin,
    batchCommit, batchSize, calibrationSamplesFolded, calibrationAdjustments, requestDuration, liveConnections,
    deliveries, eventsErased, scheduleRuns, partitionsAhead,
  ]

  static let prefix = "reckoner_"
  /// For waits that a backlog can stretch to a day.
  static let waitBounds: [Double] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400,
  ]
  /// For work that the timeouts of the stores bound.
  static let workBounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  private static func counter(_ name: String, _ labels: [String], _ help: String) -> MetricDescriptor {
    MetricDescriptor(.counter, "\(prefix)\(name)_total", help: help, labels: labels)
  }

  private static func gauge(_ name: String, _ labels: [String], _ help: String) -> MetricDescriptor {
    MetricDescriptor(.gauge, prefix + name, help: help, labels: labels)
  }

  private static func histogram(
    _ name: String,
    _ labels: [String],
    _ help: String,
    _ bounds: [Double]
  ) -> MetricDescriptor {
    MetricDescriptor(.histogram, prefix + name, help: help, labels: labels, bounds: bounds)
  }
}
