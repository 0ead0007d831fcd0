public import EventModel
public import PostgresClient

/// Keeps a conversation from being recorded again, and adds to its receipt what was removed from the tables; in the
/// transaction that removes it.
public struct NoteErasedRows: PostgresStatement {
  private let tenant: TenantID
  private let digest: ErasureDigest
  private let counts: [(table: String, count: Int)]
  private let now: Timestamp

  public init(of tenant: TenantID, _ digest: ErasureDigest, counts: [(table: String, count: Int)], now: Timestamp) {
    self.tenant = tenant
    self.digest = digest
    self.counts = counts
    self.now = now
  }

  public static let sql = """
    WITH suppressed AS (
      INSERT INTO learning.erased_conversations (tenant_id, conversation_hash, erased_at) VALUES ($1, $2, $3)
      ON CONFLICT (tenant_id, conversation_hash) DO NOTHING
    )
    UPDATE learning.erasure_receipts
    SET tables_erased_at = coalesce(tables_erased_at, $3), row_counts = row_counts || coalesce(
      (
        SELECT jsonb_object_agg(removed.name, coalesce((row_counts ->> removed.name)::bigint, 0) + removed.count)
        FROM unnest($4::text[], $5::int8[]) AS removed (name, count)
      ), '{}')
    WHERE tenant_id = $1 AND conversation_hash = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresBytes(digest.bytes))
    parameters.append(PostgresTimestamp(now))
    parameters.append(counts.map(\.table))
    parameters.append(counts.map { Int64($0.count) })
  }
}
