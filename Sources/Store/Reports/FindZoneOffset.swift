public import EventModel
public import PostgresClient
public import SettingModel

/// Where the clocks of a time zone stand from UTC at a time, in seconds, positive to the east.
public struct FindZoneOffset: PostgresStatement {
  public typealias Row = TimeInterval

  private let timeZone: TimeZoneName
  private let time: Timestamp

  /// - Parameter timeZone: one that the server knows.
  public init(of timeZone: TimeZoneName, at time: Timestamp) {
    self.timeZone = timeZone
    self.time = time
  }

  public static let sql = "SELECT extract(epoch FROM ($2 AT TIME ZONE $1) - ($2 AT TIME ZONE 'UTC'))::int8"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(timeZone.text)
    parameters.append(PostgresTimestamp(time))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> TimeInterval {
    .seconds(try row.int64())
  }
}
