public import EventModel
public import Notices
public import PostgresClient

/// Says how an attempt went, and returns whether it was still ours to say: after the end of a lease somebody else may have
/// taken the delivery over.
public struct SettleDelivery: PostgresStatement {
  /// How it went.
  public enum Ending: Hashable, Sendable {
    case delivered
    /// It is tried again then.
    case retried(at: Timestamp, reason: String)
    case failed(reason: String)
  }

  private let tenant: TenantID
  private let id: DeliveryID
  private let epoch: Int64
  private let ending: Ending
  private let now: Timestamp

  public init(_ id: DeliveryID, of tenant: TenantID, epoch: Int64, _ ending: Ending, now: Timestamp) {
    self.tenant = tenant
    self.id = id
    self.epoch = epoch
    self.ending = ending
    self.now = now
  }

  public static let sql = """
    UPDATE learning.deliveries
    SET state = $4, next_attempt_at = $5, delivered_at = $6, last_error = $7, lease_holder = NULL, lease_expires_at = NULL
    WHERE tenant_id = $1 AND delivery_id = $2 AND lease_epoch = $3 AND state = 'sending'
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let (state, nextAttemptAt, deliveredAt, reason): (DeliveryState, Timestamp?, Timestamp?, String?) =
      switch ending {
      case .delivered: (.delivered, nil, now, nil)
      case .retried(let time, let reason): (.waiting, time, nil, reason)
      case .failed(let reason): (.failed, nil, nil, reason)
      }
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
    parameters.append(epoch)
    parameters.append(state.rawValue)
    parameters.append(nextAttemptAt.map(PostgresTimestamp.init))
    parameters.append(deliveredAt.map(PostgresTimestamp.init))
    parameters.append(reason)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
