public import EventModel
public import Notices
public import PostgresClient

/// Takes deliveries that are due into hand: those whose time has come, and those whose holder fell silent.
///
/// From tenant to tenant: nobody gets a second one before everybody has a first, and nobody has more than a few in hand, so
/// that a thousand that wait, or some that hang, keep none of another tenant's back.
public struct ClaimDeliveries: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let id: DeliveryID
    public let channel: String
    /// As ``Notice/init(text:)`` reads it.
    public let notice: String
    /// This attempt included.
    public let attemptCount: Int
    public let firstAttemptAt: Timestamp
    /// Whoever says how it went says it with this number.
    public let epoch: Int64
  }

  private let holder: String
  private let countMax: Int
  private let perTenantMax: Int
  private let leaseEnd: Timestamp
  private let now: Timestamp
  private let only: DeliveryID?

  /// - Parameters:
  ///   - countMax: deliveries at most.
  ///   - perTenantMax: of one tenant that are in anybody's hand at most, those of this claim included.
  ///   - leaseEnd: when others may take them over.
  ///   - only: takes this one alone; `nil` is whatever is due.
  public init(
    by holder: String,
    countMax: Int,
    perTenantMax: Int,
    until leaseEnd: Timestamp,
    now: Timestamp,
    only: DeliveryID? = nil
  ) {
    self.holder = holder
    self.countMax = countMax
    self.perTenantMax = perTenantMax
    self.leaseEnd = leaseEnd
    self.now = now
    self.only = only
  }

  public static let sql = """
    WITH RECURSIVE tenants AS (
      (
        SELECT tenant_id FROM learning.deliveries WHERE state IN ('waiting', 'sending') ORDER BY tenant_id LIMIT 1
      )
      UNION ALL
      SELECT (
        SELECT d.tenant_id FROM learning.deliveries AS d
        WHERE d.state IN ('waiting', 'sending') AND d.tenant_id > t.tenant_id ORDER BY d.tenant_id LIMIT 1
      )
      FROM tenants AS t WHERE t.tenant_id IS NOT NULL
    ),
    loads AS (
      SELECT t.tenant_id, (
        SELECT count(*) FROM learning.deliveries AS d
        WHERE d.tenant_id = t.tenant_id AND d.state = 'sending' AND d.lease_expires_at > $1
      ) AS sending_count
      FROM tenants AS t WHERE t.tenant_id IS NOT NULL
    ),
    due AS (
      SELECT l.tenant_id, d.delivery_id, l.sending_count + d.place AS rank, d.due_at
      FROM loads AS l
      CROSS JOIN LATERAL (
        SELECT delivery_id, due_at, row_number() OVER (ORDER BY due_at, delivery_id) AS place
        FROM (
          SELECT delivery_id, coalesce(lease_expires_at, next_attempt_at) AS due_at
          FROM learning.deliveries
          WHERE tenant_id = l.tenant_id AND state IN ('waiting', 'sending')
            AND coalesce(lease_expires_at, next_attempt_at) <= $1 AND ($6::uuid IS NULL OR delivery_id = $6)
          ORDER BY coalesce(lease_expires_at, next_attempt_at), delivery_id
          LIMIT $3
        ) AS first
      ) AS d
      WHERE l.sending_count + d.place <= $3
    ),
    chosen AS MATERIALIZED (
      SELECT tenant_id, delivery_id FROM due ORDER BY rank, due_at, tenant_id LIMIT $2
    ),
    locked AS MATERIALIZED (
      SELECT d.tenant_id, d.delivery_id
      FROM chosen AS c
      JOIN learning.deliveries AS d ON d.tenant_id = c.tenant_id AND d.delivery_id = c.delivery_id
      WHERE d.state IN ('waiting', 'sending') AND coalesce(d.lease_expires_at, d.next_attempt_at) <= $1
      FOR UPDATE OF d SKIP LOCKED
    )
    UPDATE learning.deliveries AS d
    SET state = 'sending', attempt_count = d.attempt_count + 1, first_attempt_at = coalesce(d.first_attempt_at, $1),
      last_attempt_at = $1, next_attempt_at = NULL, lease_holder = $4, lease_expires_at = $5,
      lease_epoch = d.lease_epoch + 1
    FROM locked
    WHERE d.tenant_id = locked.tenant_id AND d.delivery_id = locked.delivery_id
    RETURNING d.tenant_id, d.delivery_id, d.channel, d.notice, d.attempt_count, d.first_attempt_at, d.lease_epoch
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(Int64(countMax))
    parameters.append(Int64(perTenantMax))
    parameters.append(holder)
    parameters.append(PostgresTimestamp(leaseEnd))
    parameters.append(only?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      id: try row.identifier(),
      channel: try row.string(),
      notice: try row.json().text,
      attemptCount: Int(try row.int32()),
      firstAttemptAt: try row.time(),
      epoch: try row.int64()
    )
  }
}
