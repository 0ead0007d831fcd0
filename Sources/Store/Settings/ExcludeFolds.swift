public import EventModel
public import PostgresClient

/// Waits until no fold of a tenant is in progress and keeps others from beginning: what follows in the transaction is seen by every
/// later fold, and every earlier one has ended.
public struct ExcludeFolds: PostgresStatement {
  public struct Row: Sendable {}

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = "SELECT true FROM pg_advisory_xact_lock(\(SettingsLock.space), $1)"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(SettingsLock.bucket(of: tenant))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
