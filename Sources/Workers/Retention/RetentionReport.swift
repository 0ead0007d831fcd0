import EventModel

/// What a run of ``RetentionJob`` did.
struct RetentionReport: Hashable, Sendable {
  /// Partitions that were made ahead, two a month.
  var partitionsMade = 0
  var conversationsRemoved = 0
  /// Of all tables together, those of the conversations included.
  var rowsRemoved = 0
  /// Partitions that were empty and are dropped, two a month.
  var partitionsDropped = 0

  /// The same, for the history of its schedule.
  var job: JobReport {
    let facts = [
      ("rows_removed", rowsRemoved), ("partitions_made", partitionsMade), ("partitions_dropped", partitionsDropped),
    ]
    return JobReport(
      count: conversationsRemoved,
      facts: facts.map { JSONMember($0.0, .number(JSONNumber(Int64($0.1)))) }
    )
  }
}
