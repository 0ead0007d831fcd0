public import EventModel
public import PostgresClient

/// Removes every row of the daily tables, before they are written anew in the same transaction.
public struct ClearRollups: PostgresStatement {
  private let tenant: TenantID?

  /// - Parameter tenant: whose rows go; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    WITH outcomes AS (
      DELETE FROM learning.outcome_rollups WHERE $1::uuid IS NULL OR tenant_id = $1
    ), actions AS (
      DELETE FROM learning.action_rollups WHERE $1::uuid IS NULL OR tenant_id = $1
    )
    DELETE FROM learning.impact_rollups WHERE $1::uuid IS NULL OR tenant_id = $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }
}
