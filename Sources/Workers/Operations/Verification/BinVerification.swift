import Calibration
import EventModel
import PostgresClient
import Store

/// The part of the check that folds every sample anew and compares the result with the bins: both in the order of their
/// tenants, so that memory holds the bins of one tenant.
struct BinVerification {
  private static let sampleCountMax = 5000
  private static let binCountMax = 1000

  private var rebuilt: [BinKey: BinStatistics] = [:]
  private var tenant: TenantID?
  /// The stored bins that were read and not yet compared.
  private var stored: ArraySlice<BinRow> = []
  private var lastStored: BinKey?
  private var isStoredAtEnd = false

  mutating func run(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport,
    progress: ProgressMeter
  ) async throws {
    progress.begin(.samples, total: report.samples)
    report.samples = 0
    var last: SampleKey?
    while true {
      let page = try await transaction.send(PageSamples(after: last, countMax: Self.sampleCountMax))
      for row in page {
        if row.key.tenantID != tenant { try await finishTenant(in: transaction, into: &report) }
        tenant = row.key.tenantID
        guard let sample = row.sample else { continue }
        report.samples += 1
        let key = BinKey(tenantID: row.key.tenantID, actionType: row.actionType, bin: sample.bin)
        rebuilt[key, default: .empty].add(sample)
      }
      progress.advance(page.count)
      guard page.count == Self.sampleCountMax else { break }
      last = page.last?.key
    }
    try await finishTenant(in: transaction, into: &report)
    // Bins of tenants behind the last one with a sample.
    while let bin = try await nextStored(upTo: nil, in: transaction) { Self.compare(bin, with: nil, into: &report) }
  }

  /// Compares the bins of the tenant whose samples were folded, and of those before it that have no samples.
  private mutating func finishTenant(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport
  ) async throws {
    guard let tenant else { return }
    while let bin = try await nextStored(upTo: tenant, in: transaction) {
      Self.compare(bin, with: rebuilt.removeValue(forKey: bin.key), into: &report)
    }
    for (key, statistics) in rebuilt.sorted(by: { $0.key < $1.key }) where !statistics.isClose(to: .empty) {
      report.add(.binDiffers, key.example)
    }
    rebuilt = [:]
  }

  private static func compare(_ bin: BinRow, with rebuilt: BinStatistics?, into report: inout VerificationReport) {
    report.bins += 1
    if !bin.statistics.isClose(to: rebuilt ?? .empty) { report.add(.binDiffers, bin.key.example) }
  }

  /// The next stored bin, as long as it is of this tenant or one before it.
  private mutating func nextStored(upTo tenant: TenantID?, in transaction: PostgresTransaction) async throws -> BinRow?
  {
    if stored.isEmpty, !isStoredAtEnd {
      let page = try await transaction.send(PageBins(after: lastStored, countMax: Self.binCountMax))
      isStoredAtEnd = page.count < Self.binCountMax
      lastStored = page.last?.key
      stored = page[...]
    }
    guard let first = stored.first else { return nil }
    if let tenant, tenant < first.key.tenantID { return nil }
    return stored.removeFirst()
  }
}

extension BinKey {
  /// How a report names it.
  fileprivate var example: String { "tenant \(tenantID), \(actionType), bin \(bin.index)" }
}
