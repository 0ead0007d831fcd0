public import EventModel
public import PostgresClient

/// Adds to a receipt what was removed from the streams, and says whether everything is done.
public struct NoteErasedEntries: PostgresStatement {
  private let tenant: TenantID
  private let digest: ErasureDigest
  private let counts: [(stream: String, count: Int)]
  private let completedAt: Timestamp?

  /// - Parameter completedAt: when nothing was left anywhere; `nil` while something may be.
  public init(
    of tenant: TenantID,
    _ digest: ErasureDigest,
    counts: [(stream: String, count: Int)],
    completedAt: Timestamp?
  ) {
    self.tenant = tenant
    self.digest = digest
    self.counts = counts
    self.completedAt = completedAt
  }

  public static let sql = """
    UPDATE learning.erasure_receipts
    SET completed_at = coalesce(completed_at, $3), entry_counts = entry_counts || coalesce(
      (
        SELECT jsonb_object_agg(removed.name, coalesce((entry_counts ->> removed.name)::bigint, 0) + removed.count)
        FROM unnest($4::text[], $5::int8[]) AS removed (name, count)
      ), '{}')
    WHERE tenant_id = $1 AND conversation_hash = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresBytes(digest.bytes))
    parameters.append(completedAt.map { PostgresTimestamp($0) })
    parameters.append(counts.map(\.stream))
    parameters.append(counts.map { Int64($0.count) })
  }
}
