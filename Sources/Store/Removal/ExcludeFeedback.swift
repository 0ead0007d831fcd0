public import EventModel
public import PostgresClient

/// Waits until nobody is recording a label, feedback or a prompt of a tenant, and keeps others from beginning until the end
/// of the transaction. The other half of the trigger `refuse_removed_conversation`.
public struct ExcludeFeedback: PostgresStatement {
  public struct Row: Sendable {}

  /// As in the trigger: the bytes of "ERAS".
  private static let space: Int32 = 1_163_018_579

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = "SELECT true FROM pg_advisory_xact_lock(\(space), learning.removal_bucket($1))"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
