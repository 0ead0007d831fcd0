public import EventModel
public import Notices
public import PostgresClient

/// Removes deliveries that are over and were asked for before a time; at most so many at once.
public struct TrimDeliveries: PostgresStatement {
  private let time: Timestamp
  private let countMax: Int

  public init(before time: Timestamp, countMax: Int) {
    self.time = time
    self.countMax = countMax
  }

  public static let sql = """
    WITH old AS MATERIALIZED (
      SELECT tenant_id, delivery_id FROM learning.deliveries
      WHERE state IN ('delivered', 'failed', 'cancelled') AND created_at < $1
      ORDER BY created_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    DELETE FROM learning.deliveries AS d
    USING old
    WHERE d.tenant_id = old.tenant_id AND d.delivery_id = old.delivery_id
    RETURNING d.delivery_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(time))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DeliveryID {
    try row.identifier()
  }
}
