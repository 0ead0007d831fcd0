public import EventModel
public import Notices
public import PostgresClient

/// Puts one notice on its way through some channels; a delivery that is there already stays as it is, whatever became of it.
///
/// Returns the ids that are new.
public struct EnqueueDeliveries: PostgresStatement {
  private let notice: Notice
  private let tenant: TenantID
  private let channels: [String]
  private let now: Timestamp

  /// - Parameter channels: names, each once.
  public init(_ notice: Notice, of tenant: TenantID, to channels: [String], now: Timestamp) {
    self.notice = notice
    self.tenant = tenant
    self.channels = channels
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.deliveries (
      tenant_id, delivery_id, subject_kind, subject_id, subject_event, channel, notice, state, next_attempt_at, created_at)
    SELECT $1, delivery_id, $4, $5, $6, channel, $7, 'waiting', $8, $8
    FROM unnest($2::uuid[], $3::text[]) AS wanted (delivery_id, channel)
    ON CONFLICT DO NOTHING
    RETURNING delivery_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let subject = notice.subject
    parameters.append(tenant.uuid)
    parameters.append(channels.map { DeliveryID(tenant: tenant, subject: subject, channel: $0).uuid })
    parameters.append(channels)
    parameters.append(subject.kind.rawValue)
    parameters.append(subject.id)
    parameters.append(subject.event)
    parameters.append(PostgresJSON(text: JSONText.compact(notice.json)))
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DeliveryID {
    try row.identifier()
  }
}
