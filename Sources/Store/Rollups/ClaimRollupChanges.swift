public import EventModel
public import PostgresClient

/// Locks rows of changes that nobody else is folding, the oldest first, and returns as many of them as one fold takes.
public struct ClaimRollupChanges: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let changeID: Int64
    /// Rows that were locked, those beyond the fold's size among them.
    public let lockedCount: Int64
  }

  private let countMax: Int
  private let entryCountMax: Int
  private let resting: [TenantID]
  private let tenant: TenantID?

  /// - Parameters:
  ///   - countMax: rows at most.
  ///   - entryCountMax: the row that exceeds so many entries in all is the last one.
  ///   - resting: tenants whose changes are left alone.
  ///   - tenant: whose changes alone are taken; `nil` is everybody's.
  public init(countMax: Int, entryCountMax: Int, resting: [TenantID] = [], of tenant: TenantID? = nil) {
    self.countMax = countMax
    self.entryCountMax = entryCountMax
    self.resting = resting
    self.tenant = tenant
  }

  public static let sql = """
    WITH locked AS MATERIALIZED (
      SELECT tenant_id, change_id, entry_count
      FROM learning.rollup_changes
      WHERE tenant_id <> ALL ($3::uuid[]) AND ($4::uuid IS NULL OR tenant_id = $4)
      ORDER BY change_id
      LIMIT $1
      FOR UPDATE SKIP LOCKED
    )
    SELECT tenant_id, change_id, locked_count
    FROM (
      SELECT tenant_id, change_id, count(*) OVER () AS locked_count,
        sum(entry_count) OVER (ORDER BY change_id) - entry_count AS entries_before
      FROM locked
    ) AS counted
    WHERE entries_before < $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
    parameters.append(Int64(entryCountMax))
    parameters.append(resting.map(\.uuid))
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), changeID: try row.int64(), lockedCount: try row.int64())
  }
}
