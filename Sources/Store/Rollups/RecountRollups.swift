public import EventModel
public import PostgresClient

public typealias RecountActionRollups = RecountRollups<ActionRollupTable>
public typealias RecountImpactRollups = RecountRollups<ImpactRollupTable>
public typealias RecountOutcomeRollups = RecountRollups<OutcomeRollupTable>

/// Writes one daily table anew, from a count of the tables and what removed conversations had contributed, without the
/// changes that wait to be folded: those come on top.
/// Nobody may fold meanwhile, and the former rows must be gone.
public struct RecountRollups<Table: RollupTable>: PostgresStatement {
  private let tenant: TenantID?

  /// - Parameter tenant: whose roll-ups are written; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static var sql: String {
    """
    INSERT INTO \(Table.rollups) (\(Table.columnList))
    SELECT \(Table.keyList), \(Table.sumList)
    FROM (
      SELECT \(Table.columnList) FROM \(Table.recounts)
      UNION ALL
      SELECT \(Table.negatedList) FROM \(Table.changes)
    ) AS part
    WHERE $1::uuid IS NULL OR tenant_id = $1
    GROUP BY \(Table.keyList)
    """
  }

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }
}
