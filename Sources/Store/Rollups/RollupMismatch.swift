public import EventModel
import PostgresClient

/// A row of a daily table that isn't what a count of the tables says.
public struct RollupMismatch: Hashable, Sendable {
  public let tenantID: TenantID
  /// The rest of the row's key: the day first, its parts with commas between them.
  public let key: String
  /// All such rows of the table.
  public let count: Int64

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    tenantID = try row.identifier()
    key = try row.string()
    count = try row.int64()
  }
}
