import EventModel

/// Outcomes of every day, and those of the matured days apart.
struct OutcomeTally: AdditiveTally, Hashable {
  private(set) var all = StatusCounts()
  /// Of days that are matured.
  private(set) var matured = StatusCounts()
  /// Of matured days.
  private(set) var samples = SampleSums()

  init() {}

  init(_ row: OutcomeRollup, isMatured: Bool) {
    all = row.statuses
    guard isMatured else { return }
    matured = row.statuses
    samples = row.samples
  }

  static func += (left: inout Self, right: Self) {
    left.all += right.all
    left.matured += right.matured
    left.samples += right.samples
  }

  var size: Int64 { all.total }

  /// Matured outcomes that are decided. What is still pending on a matured day has seen its window end without a
  /// decisive signal: it is expired by now, whether or not somebody has written that down yet.
  var decidedCount: Int64 { matured.positive + matured.negative + matured.expired + matured.pending }

  /// Outcomes of days that aren't matured.
  var notMaturedCount: Int64 { all.total - matured.total }
}

/// Outcomes of one kind and place.
struct OutcomeKey: RollupKeyed {
  let rollupKey: RollupKey
  let outcomeType: OutcomeType
  let isPrimary: Bool
}
