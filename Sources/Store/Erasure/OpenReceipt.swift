public import EventModel
public import FoundationEssentials
public import PostgresClient

/// Makes the receipt of an erasure that begins. One that is there already, because the erasure is done or was interrupted,
/// stays as it is.
public struct OpenReceipt: PostgresStatement {
  private let tenant: TenantID
  private let digest: ErasureDigest
  private let receipt: UUID
  private let reason: String
  private let person: String
  private let now: Timestamp

  public init(
    _ receipt: UUID,
    of tenant: TenantID,
    _ digest: ErasureDigest,
    reason: String,
    by person: String,
    now: Timestamp
  ) {
    self.tenant = tenant
    self.digest = digest
    self.receipt = receipt
    self.reason = reason
    self.person = person
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.erasure_receipts (
      tenant_id, receipt_id, conversation_hash, requested_at, requested_by, reason, row_counts, entry_counts)
    VALUES ($1, $2, $3, $4, $5, $6, '{}', '{}')
    ON CONFLICT (tenant_id, conversation_hash) DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(receipt)
    parameters.append(PostgresBytes(digest.bytes))
    parameters.append(PostgresTimestamp(now))
    parameters.append(person)
    parameters.append(reason)
  }
}
