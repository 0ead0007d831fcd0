public import EventModel
public import PostgresClient

public typealias FindActionRollupDifferences = FindRollupDifferences<ActionRollupTable>
public typealias FindImpactRollupDifferences = FindRollupDifferences<ImpactRollupTable>
public typealias FindOutcomeRollupDifferences = FindRollupDifferences<OutcomeRollupTable>

/// Rows of one daily table that, with the changes that wait for them, are not what a count of the tables says, with what
/// removed conversations had contributed; the first few, with their number.
public struct FindRollupDifferences<Table: RollupTable>: PostgresStatement {
  public typealias Row = RollupMismatch

  private let tenant: TenantID?
  private let countMax: Int

  /// - Parameter tenant: whose roll-ups are compared; `nil` is everybody's.
  public init(of tenant: TenantID? = nil, countMax: Int) {
    self.tenant = tenant
    self.countMax = countMax
  }

  public static var sql: String {
    """
    SELECT tenant_id, key, count(*) OVER ()
    FROM (
      SELECT tenant_id, concat_ws(', ', \(Table.shownKeys.joined(separator: ", "))) AS key
      FROM (
        SELECT \(Table.columnList) FROM \(Table.rollups)
        UNION ALL
        SELECT \(Table.columnList) FROM \(Table.changes)
        UNION ALL
        SELECT \(Table.negatedList) FROM \(Table.recounts)
      ) AS part
      WHERE $1::uuid IS NULL OR tenant_id = $1
      GROUP BY \(Table.keyList)
      HAVING \(Table.isDifferent)
    ) AS different
    ORDER BY tenant_id, key COLLATE "C"
    LIMIT $2
    """
  }

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try RollupMismatch(&row)
  }
}
