public import EventModel
public import PostgresClient

public typealias TrimAlerts = TrimRecords<AlertRecords>
public typealias TrimAlertSilences = TrimRecords<AlertSilenceRecords>
public typealias TrimDeliveries = TrimRecords<DeliveryRecords>
public typealias TrimReports = TrimRecords<ReportRecords>

/// A table whose rows are kept for a while after they are over.
public protocol AgingRecords: Sendable {
  static var table: String { get }
  /// The column behind the tenant that names a row.
  static var id: String { get }
  /// The time that counts; it has an index of its own across tenants.
  static var age: String { get }
  /// Which rows are over, as that index has it; `nil` is every one.
  static var over: String? { get }
}

extension AgingRecords {
  public static var over: String? { nil }
}

/// Alerts, from their end on.
public enum AlertRecords: AgingRecords {
  public static let table = "alerts"
  public static let id = "alert_id"
  public static let age = "resolved_at"
}

/// Silences, from their end on.
public enum AlertSilenceRecords: AgingRecords {
  public static let table = "alert_silences"
  public static let id = "silence_id"
  public static let age = "ends_at"
}

/// Deliveries that are over, from when they were asked for.
public enum DeliveryRecords: AgingRecords {
  public static let table = "deliveries"
  public static let id = "delivery_id"
  public static let age = "created_at"
  public static let over: String? = "state IN ('delivered', 'failed', 'cancelled')"
}

/// Reports, from when they were due.
public enum ReportRecords: AgingRecords {
  public static let table = "reports"
  public static let id = "report_id"
  public static let age = "due_at"
}

/// Removes rows of before a time, the oldest first; at most so many at once.
/// The rows are as many as were removed.
public struct TrimRecords<Records: AgingRecords>: PostgresStatement {
  public typealias Row = Bool

  private let time: Timestamp
  private let countMax: Int

  public init(before time: Timestamp, countMax: Int) {
    self.time = time
    self.countMax = countMax
  }

  public static var sql: String {
    """
    WITH old AS MATERIALIZED (
      SELECT tenant_id, \(Records.id) FROM learning.\(Records.table)
      WHERE \(Records.over.map { $0 + " AND " } ?? "")\(Records.age) < $1
      ORDER BY \(Records.age)
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    DELETE FROM learning.\(Records.table) AS record
    USING old
    WHERE record.tenant_id = old.tenant_id AND record.\(Records.id) = old.\(Records.id)
    RETURNING true
    """
  }

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(time))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
