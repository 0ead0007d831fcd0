import EventModel
public import PostgresClient

/// Removes schedules; their history stays. Who is at one finishes for nothing.
public struct RemoveSchedules: PostgresStatement {
  private let keys: [ScheduleKey]

  public init(_ keys: [ScheduleKey]) {
    self.keys = keys
  }

  public static let sql = """
    DELETE FROM learning.schedules
    WHERE (tenant_id, name) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys.map(\.tenantID.uuid))
    parameters.append(keys.map(\.name))
  }
}
