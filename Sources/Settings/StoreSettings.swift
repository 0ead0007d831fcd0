/// Where the two stores are.
///
/// | setting | variable | required | secret |
/// |---|---|---|---|
/// | Redis | `RECKONER_REDIS_URL` | yes | yes |
/// | PostgreSQL, as the worker's role | `RECKONER_DATABASE_URL` | yes | yes |
public struct StoreSettings: Sendable {
  public let redisURL: String
  public let databaseURL: String

  public init(reading reader: inout SettingsReader) {
    redisURL = Self.redisURL(reading: &reader)
    databaseURL = Self.databaseURL(reading: &reader)
  }

  /// The address of Redis alone, for what needs no database.
  public static func redisURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.redis.url", example: "redis://localhost:6379/0")
  }

  /// The address of PostgreSQL alone, for what needs no Redis.
  public static func databaseURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.database.url", example: "postgres://reckoner_worker@localhost/reckoner")
  }

  /// The address of PostgreSQL as the owner of the schema, for migrations.
  public static func ownerDatabaseURL(reading reader: inout SettingsReader) -> String {
    reader.requiredSecret("reckoner.owner.database.url", example: "postgres://reckoner_owner@localhost/reckoner")
  }
}
