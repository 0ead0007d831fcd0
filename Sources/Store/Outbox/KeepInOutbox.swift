import EventModel
public import PostgresClient

/// Leaves only some messages of a row that were not published, in the transaction that claimed it.
public struct KeepInOutbox: PostgresStatement {
  private let rows: [(row: ClaimOutbox.Row, kept: [OutboxMessage])]

  /// - Parameter rows: what stays of each, in its order; at least one message.
  public init(_ rows: [(row: ClaimOutbox.Row, kept: [OutboxMessage])]) {
    self.rows = rows
  }

  public static let sql = """
    UPDATE learning.outbox AS waiting
    SET message_count = last_message - first_message + 1, event_ids = ($5::uuid[])[first_message:last_message],
      data = ($6::text[])[first_message:last_message]
    FROM unnest($1::uuid[], $2::int8[], $3::int4[], $4::int4[])
      AS kept (tenant_id, outbox_id, first_message, last_message)
    WHERE waiting.tenant_id = kept.tenant_id AND waiting.outbox_id = kept.outbox_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows.map(\.row.tenantID.uuid))
    parameters.append(rows.map(\.row.outboxID))
    parameters.append(slicesOf: rows.map(\.kept.count))
    parameters.append(rows.flatMap { $0.kept.map(\.eventID.uuid) })
    parameters.append(rows.flatMap { $0.kept.map(\.data) })
  }
}
