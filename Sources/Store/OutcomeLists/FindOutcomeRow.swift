public import EventModel
public import PostgresClient

/// One outcome of a tenant by its id.
public struct FindOutcomeRow: PostgresStatement {
  public typealias Row = OutcomeRow

  private let id: OutcomeID
  private let tenant: TenantID

  public init(_ id: OutcomeID, of tenant: TenantID) {
    self.id = id
    self.tenant = tenant
  }

  public static let sql =
    "SELECT \(OutcomeRow.columns) FROM learning.outcome_records WHERE tenant_id = $1 AND outcome_id = $2"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRow {
    try OutcomeRow(&row)
  }
}
