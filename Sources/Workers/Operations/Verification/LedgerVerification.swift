import EventModel
import PostgresClient
import Store

/// The part of the check that compares the sample ledger with the outcomes, in bounded pages.
struct LedgerVerification {
  private static let outcomeCountMax = 20_000
  private static let outboxRowCountMax = 100

  /// Compares every outcome with its row of the ledger. One whose latest sample isn't there yet goes to the balance, with
  /// the samples that wait in the outbox.
  func run(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport,
    _ balance: inout SampleBalance,
    progress: ProgressMeter
  ) async throws {
    progress.begin(.outcomes, total: report.outcomes)
    var last: SampleKey?
    while true {
      let page = try await transaction.send(PageLedgerDifferences(after: last, countMax: Self.outcomeCountMax))
      for row in page where !row.isSame {
        if row.ledgerRevision ?? 0 >= row.outcomeRevision {
          report.add(.sampleDiffers, row.key.example)
        } else {
          try balance.noteBehind(row.key, revision: row.outcomeRevision)
        }
      }
      let pageCount = page.last?.pageCount ?? 0
      progress.advance(pageCount)
      last = page.last?.key
      if pageCount < Self.outcomeCountMax { break }
    }
    if balance.behind.count > 0 { try await Self.noteOutbox(in: transaction, &balance) }
  }

  /// Notes what waits to be published.
  static func noteOutbox(in transaction: PostgresTransaction, _ balance: inout SampleBalance) async throws {
    var last: PageOutboxSamples.Place?
    while true {
      let page = try await transaction.send(PageOutboxSamples(after: last, countMax: outboxRowCountMax))
      for row in page { try balance.noteTravelling(row.key, revision: row.revision) }
      guard let place = page.last?.place else { return }
      last = place
    }
  }
}
