import Calibration
import EventModel
import PostgresClient
import Store

extension FleetStatusReader {
  /// Everything that is counted in PostgreSQL, in one snapshot, so that the numbers fit each other.
  func readRecords(now: Timestamp) async throws -> FleetStatus.Records {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      // In a round trip of its own: what follows is planned after it.
      _ = try await transaction.send(AllowScans())
      let (work, events, outcomes, bins, unmatured) = try await transaction.send(
        CountWork(of: tenant),
        CountEvents(of: tenant),
        CountOutcomes(now: now, of: tenant),
        FindBins(of: tenant),
        CountUnmatured(now: now, of: tenant)
      )
      return FleetStatus.Records(
        dueConversationCount: work.first?.dueConversationCount ?? 0,
        outboxCount: work.first?.outboxCount ?? 0,
        settingDueCount: work.first?.settingDueCount ?? 0,
        settingDueSince: work.first?.settingDueSince,
        rollupChangeCount: work.first?.rollupChangeCount ?? 0,
        events: events,
        outcomes: outcomes,
        calibration: Self.calibration(of: bins, unmatured: unmatured)
      )
    }
  }

  /// - Parameter bins: in the order of tenant and action type.
  static func calibration(
    of bins: [BinRow],
    unmatured: [CountUnmatured.Row]
  ) -> [FleetStatus.ActionCalibration] {
    let unmaturedCounts = Dictionary(
      unmatured.map { (CalibrationKey(tenantID: $0.tenantID, actionType: $0.actionType), $0.count) },
      uniquingKeysWith: +
    )
    var order: [CalibrationKey] = []
    var statistics: [CalibrationKey: [BinStatistics]] = [:]
    for row in bins {
      let subject = CalibrationKey(tenantID: row.key.tenantID, actionType: row.key.actionType)
      if statistics[subject] == nil {
        order.append(subject)
        statistics[subject] = Array(repeating: .empty, count: ConfidenceBin.count)
      }
      statistics[subject]?[row.key.bin.index] = row.statistics
    }
    return order.map { subject in
      let bins = statistics[subject] ?? []
      return FleetStatus.ActionCalibration(
        tenantID: subject.tenantID,
        actionType: subject.actionType,
        summary: CalibrationSummary(bins),
        unmaturedCount: unmaturedCounts[subject] ?? 0
      )
    }
  }
}
