import EventModel
import PostgresClient
import Store

/// Rows of one daily table that, with the changes that wait for them, aren't what a count of the tables says.
struct RollupDifferences: Sendable {
  /// The first of them, in the order of their keys.
  let examples: [String]
  /// All of them.
  let count: Int

  private init(_ table: String, _ rows: [RollupMismatch]) {
    examples = rows.map { "\(table): tenant \($0.tenantID), \($0.key)" }
    count = Int(rows.first?.count ?? 0)
  }

  /// Compares every table, each by a statement of its own. The database groups by key, so that memory doesn't depend on how
  /// much there is.
  /// - Parameter tenant: whose rows; `nil` is everybody's.
  /// - Returns: of each table, in the order of their names.
  static func find(
    of tenant: TenantID?,
    countMax: Int,
    in transaction: PostgresTransaction,
    timeout: Duration
  ) async throws -> [RollupDifferences] {
    let (actions, impact, outcomes) = try await transaction.send(
      FindActionRollupDifferences(of: tenant, countMax: countMax),
      FindImpactRollupDifferences(of: tenant, countMax: countMax),
      FindOutcomeRollupDifferences(of: tenant, countMax: countMax),
      timeout: timeout
    )
    return [
      RollupDifferences("action_rollups", actions), RollupDifferences("impact_rollups", impact),
      RollupDifferences("outcome_rollups", outcomes),
    ]
  }
}
