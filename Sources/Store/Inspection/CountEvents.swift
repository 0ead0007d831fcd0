public import EventModel
public import PostgresClient

/// How many events are recorded, by type.
public struct CountEvents: PostgresStatement {
  public struct Row: Sendable {
    public let eventType: EventType
    public let count: Int64
  }

  private let tenant: TenantID?

  /// - Parameter tenant: `nil` counts every tenant's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT event_type, count(*)
    FROM learning.events
    WHERE $1::uuid IS NULL OR tenant_id = $1
    GROUP BY event_type
    ORDER BY event_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(eventType: try row.word(), count: try row.int64())
  }
}
