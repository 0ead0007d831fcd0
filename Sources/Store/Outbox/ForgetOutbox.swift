import EventModel
public import PostgresClient

/// Removes rows whose messages Redis has, in the transaction that claimed them.
public struct ForgetOutbox: PostgresStatement {
  private let published: [ClaimOutbox.Row]

  public init(_ published: [ClaimOutbox.Row]) {
    self.published = published
  }

  public static let sql = """
    DELETE FROM learning.outbox AS message
    USING unnest($1::uuid[], $2::int8[]) AS published (tenant_id, outbox_id)
    WHERE message.tenant_id = published.tenant_id AND message.outbox_id = published.outbox_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(published.map(\.tenantID.uuid))
    parameters.append(published.map(\.outboxID))
  }
}
