public import Calibration
public import EventModel
public import PostgresClient
import Store

/// Folds every sample anew and compares the result with the bins.
public struct BinRebuild: Sendable {
  static let pageCountMax = 5000

  /// A bin that is not the fold of its samples.
  public struct Difference: Sendable {
    public let key: BinKey
    public let stored: BinStatistics
    public let rebuilt: BinStatistics
  }

  public struct Report: Sendable {
    public let sampleCount: Int
    public let binCount: Int
    public let differences: [Difference]
  }

  private let postgres: PostgresPool

  public init(postgres: PostgresPool) {
    self.postgres = postgres
  }

  /// Compares, in one snapshot, in bounded memory.
  public func compare() async throws -> Report {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { try await Self.compare(in: $0) }
  }

  /// Replaces the bins by the fold of the samples; aggregators wait meanwhile.
  public func rebuild(now: Timestamp) async throws -> Report {
    try await postgres.transaction { transaction in
      _ = try await transaction.send(ExcludeAggregators())
      let (bins, report) = try await Self.difference(in: transaction)
      let rows = bins.map { BinRow(key: $0.key, statistics: $0.value) }
      _ = try await transaction.send(
        ClearBins(),
        CreateBins(bins.keys, now: now),
        WriteBins(rows, now: now)
      )
      return report
    }
  }

  /// The comparison inside of a transaction that sees one state.
  static func compare(in transaction: PostgresTransaction) async throws -> Report {
    try await difference(in: transaction).report
  }

  private static func difference(
    in transaction: PostgresTransaction
  ) async throws -> (bins: [BinKey: BinStatistics], report: Report) {
    var rebuilt: [BinKey: BinStatistics] = [:]
    var sampleCount = 0
    var last: SampleKey?
    while true {
      let page = try await transaction.send(PageSamples(after: last, countMax: pageCountMax))
      for row in page {
        guard let sample = row.sample else { continue }
        sampleCount += 1
        let key = BinKey(tenantID: row.key.tenantID, actionType: row.actionType, bin: sample.bin)
        rebuilt[key, default: .empty].add(sample)
      }
      guard page.count == pageCountMax else { break }
      last = page.last?.key
    }
    let stored = Dictionary(
      try await transaction.send(ListBins()).map { ($0.key, $0.statistics) },
      uniquingKeysWith: { $1 }
    )
    var differences: [Difference] = []
    for key in Set(stored.keys).union(rebuilt.keys).sorted() {
      let (was, should) = (stored[key] ?? .empty, rebuilt[key] ?? .empty)
      if !was.isClose(to: should) { differences.append(Difference(key: key, stored: was, rebuilt: should)) }
    }
    // Empty bins stay: an action type that was seen keeps its ten.
    for key in stored.keys where rebuilt[key] == nil { rebuilt[key] = .empty }
    return (rebuilt, Report(sampleCount: sampleCount, binCount: stored.count, differences: differences))
  }
}
