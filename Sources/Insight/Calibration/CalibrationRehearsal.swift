public import Calibration
public import EventModel
public import PostgresClient
import Store

/// Plays what a tenant's settings, or others, would have done on the recorded past of an action type.
public struct CalibrationRehearsal: Sendable {
  private static let pageCountMax = 5000

  private let postgres: PostgresPool

  public init(postgres: PostgresPool) {
    self.postgres = postgres
  }

  /// The policy that is in force for a tenant, with some settings replaced.
  /// - Parameter settings: JSON texts by key.
  /// - Throws: ``SettingError`` where a value is not valid.
  public func policy(of tenant: TenantID, replacing settings: [String: String]) async throws -> AdjustmentPolicy {
    let rows = try await postgres.send(LoadSettings([tenant]))
    let own = Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    return try AdjustmentPolicy(settings: own.merging(settings) { $1 })
  }

  /// Every matured sample of an action type, in the order in which they matured, in bounded memory and one snapshot.
  public func run(_ key: CalibrationKey, policy: AdjustmentPolicy, asOf now: Timestamp) async throws
    -> AdjustmentRehearsal
  {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      let history = try await CorrectionTimeline.recorded(of: key, in: transaction)
      var rehearsal = AdjustmentRehearsal(policy: policy, history: history)
      var last: PageMaturedSamples.Row?
      while true {
        let page = try await transaction.send(
          PageMaturedSamples(of: key, after: last, asOf: now, countMax: Self.pageCountMax)
        )
        for row in page { rehearsal.add(row.sample) }
        guard page.count == Self.pageCountMax else { return rehearsal }
        last = page.last
      }
    }
  }
}
