import Analytics
import Coaching
import EventModel
import PostgresClient
import Store
import Testing

/// The statements that analytics read daily figures with.
extension EveryStatementTests {
  func sendAnalytics(_ transaction: PostgresTransaction) async throws {
    let today = UTCDay(Sample.now)
    for reps in [nil, ["rep-1"]] as [[String]?] {
      let span = RollupSpan(
        of: Sample.tenant(1),
        from: today - 365,
        to: today,
        reps: reps.map { Set($0.map { RepID($0) }) }
      )
      try await send(ListOutcomeRollups(span), transaction)
      try await send(ListActionRollups(span), transaction)
      try await send(ListImpactRollups(span), transaction)
      let labels = try await send(ListLabelRollups(span), transaction)
      #expect(labels.map(\.positiveCount) == (reps == nil ? [1] : []))
    }
  }
}
