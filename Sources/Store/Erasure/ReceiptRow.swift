public import EventModel
public import FoundationEssentials
import PostgresClient

/// What is kept of an erasure.
public struct ReceiptRow: Sendable {
  public let id: UUID
  public let tenantID: TenantID
  public let digest: ErasureDigest
  public let requestedAt: Timestamp
  public let requestedBy: String
  public let reason: String
  /// `nil` while something may be left in the tables.
  public let tablesErasedAt: Timestamp?
  /// `nil` while something may be left anywhere.
  public let completedAt: Timestamp?
  /// JSON text: rows that were removed, by table.
  public let rowCounts: String
  /// JSON text: entries that were removed, by the kind of stream.
  public let entryCounts: String

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    tenantID = try row.identifier()
    id = try row.uuid()
    digest = ErasureDigest(bytes: try row.bytes().bytes)
    requestedAt = try row.time()
    requestedBy = try row.string()
    reason = try row.string()
    tablesErasedAt = try row.optionalTime()
    completedAt = try row.optionalTime()
    rowCounts = try row.json().text
    entryCounts = try row.json().text
  }

  static let columns = """
    tenant_id, receipt_id, conversation_hash, requested_at, requested_by, reason, tables_erased_at, completed_at,
      row_counts, entry_counts
    """
}
