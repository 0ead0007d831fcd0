public import EventModel
public import Notices
public import PostgresClient

/// A tenant's deliveries, the newest first.
public struct PageDeliveries: PostgresStatement {
  /// The last one of a page.
  public struct Position: Sendable {
    public let createdAt: Timestamp
    public let id: DeliveryID

    public init(createdAt: Timestamp, id: DeliveryID) {
      self.createdAt = createdAt
      self.id = id
    }
  }

  private let tenant: TenantID
  private let state: DeliveryState?
  private let position: Position?
  private let countMax: Int

  /// - Parameters:
  ///   - state: shows those alone; `nil` is all of them.
  ///   - position: where the page before ended; `nil` is the first page.
  public init(of tenant: TenantID, in state: DeliveryState? = nil, after position: Position?, countMax: Int) {
    self.tenant = tenant
    self.state = state
    self.position = position
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(DeliveryRow.columns) FROM learning.deliveries
    WHERE tenant_id = $1 AND ($2::text IS NULL OR state = $2)
      AND (created_at, delivery_id) < (coalesce($3::timestamptz, 'infinity'), coalesce($4, '\(lastID)'::uuid))
    ORDER BY created_at DESC, delivery_id DESC
    LIMIT $5
    """

  private static let lastID = "ffffffff-ffff-ffff-ffff-ffffffffffff"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(state?.rawValue)
    parameters.append(position.map { PostgresTimestamp($0.createdAt) })
    parameters.append(position?.id.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DeliveryRow {
    try DeliveryRow(&row)
  }
}
