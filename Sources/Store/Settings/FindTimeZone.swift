public import PostgresClient
public import SettingModel

/// Finds a time zone among those that the server knows; no row where it knows none of that name. The server reads every
/// file of its time zones for it.
public struct FindTimeZone: PostgresStatement {
  public typealias Row = String

  private let name: TimeZoneName

  public init(_ name: TimeZoneName) {
    self.name = name
  }

  public static let sql = "SELECT name FROM pg_catalog.pg_timezone_names WHERE name = $1"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(name.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String {
    try row.string()
  }
}
