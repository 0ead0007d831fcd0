/// Where the two stores are.
///
/// | setting | variable | required | secret |
/// |---|---|---|---|
/// | Redis | `RECKONER_REDIS_URL` | yes | yes |
/// | PostgreSQL, as the worker's role | `RECKONER_DATABASE_URL` | by workers | yes |
/// | PostgreSQL, as the API's role | `RECKONER_API_DATABASE_URL` | by the learning API | yes |
public struct StoreSettings: Sendable {
  public let redisURL: String
  public let databaseURL: String

  /// By which role a process reaches PostgreSQL.
  public enum Role: Sendable {
    /// It sees every tenant.
    case worker
    /// It sees one tenant at a time.
    case api

    /// The variable with its address.
    public var variable: String {
      switch self {
      case .worker: "RECKONER_DATABASE_URL"
      case .api: "RECKONER_API_DATABASE_URL"
      }
    }
  }

  public init(reading reader: inout SettingsReader, as role: Role = .worker) {
    redisURL = Self.redisURL(reading: &reader)
    databaseURL =
      switch role {
      case .worker: Self.databaseURL(reading: &reader)
      case .api: Self.apiDatabaseURL(reading: &reader)
      }
  }

  /// The address of Redis alone, for what needs no database.
  public static func redisURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.redis.url", example: "redis://localhost:6379/0")
  }

  /// The address of PostgreSQL alone, for what needs no Redis.
  public static func databaseURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.database.url", example: "postgres://reckoner_worker@localhost/reckoner")
  }

  private static func apiDatabaseURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.api.database.url", example: "postgres://reckoner_api@localhost/reckoner")
  }

  /// The address of PostgreSQL as the owner of the schema, for migrations.
  public static func ownerDatabaseURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.owner.database.url", example: "postgres://reckoner_owner@localhost/reckoner")
  }
}
