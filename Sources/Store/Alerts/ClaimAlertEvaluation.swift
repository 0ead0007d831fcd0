public import EventModel
public import PostgresClient

/// Holds a tenant's alerts until the transaction ends, and tells when they were last evaluated.
public struct ClaimAlertEvaluation: PostgresStatement {
  /// `nil` where nobody has evaluated them.
  public typealias Row = Timestamp?

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  // The update that changes nothing takes the row's lock, and returns what the holder before left.
  public static let sql = """
    INSERT INTO learning.alert_evaluations AS evaluation (tenant_id) VALUES ($1)
    ON CONFLICT (tenant_id) DO UPDATE SET evaluated_at = evaluation.evaluated_at
    RETURNING evaluated_at
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Timestamp? {
    try row.optionalTime()
  }
}
