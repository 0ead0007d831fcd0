public import EventModel
import FoundationEssentials
public import PostgresClient

/// One outcome id among some tenants: the action that opened it.
public struct FindOutcome: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let actionEventID: EventID
  }

  private let id: OutcomeID
  private let tenants: [TenantID]

  public init(_ id: OutcomeID, in tenants: [TenantID]) {
    self.id = id
    self.tenants = tenants
  }

  public static let sql = """
    SELECT outcome.tenant_id, outcome.action_event_id
    FROM unnest($2::uuid[]) AS tenant (tenant_id)
    JOIN learning.outcome_records AS outcome ON outcome.tenant_id = tenant.tenant_id AND outcome.outcome_id = $1::uuid
    ORDER BY outcome.tenant_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(id.uuid)
    parameters.append(tenants.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), actionEventID: try row.identifier())
  }
}
