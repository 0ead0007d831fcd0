public import Calibration
public import EventModel
public import PostgresClient

/// The longest window of an action type's samples: actions that lie further back are matured. One row, `nil` without
/// samples.
public struct FindLongestWindow: PostgresStatement {
  public typealias Row = TimeInterval?

  private let key: CalibrationKey

  public init(of key: CalibrationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT (extract(epoch FROM max(window_expires_at - acted_at)) * 1000000)::int8
    FROM learning.calibration_samples
    WHERE tenant_id = $1 AND action_type = $2 AND state = 'present'
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> TimeInterval? {
    try row.optionalInt64().map(TimeInterval.init(microseconds:))
  }
}
