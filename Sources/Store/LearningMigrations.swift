public import PostgresClient

/// The migrations of schema `learning`, as the files of schemas/sql/migrations hold them.
public enum LearningMigrations {
  public static let schema = "learning"
  public static let ownerRole = "reckoner_owner"

  public static let all: [PostgresMigration] = [
    migration(1, "main_path", PackageResources._001_main_path_sql),
    migration(2, "redis_incarnation", PackageResources._002_redis_incarnation_sql),
    migration(3, "calibration_state", PackageResources._003_calibration_state_sql),
    migration(4, "calibration_maps", PackageResources._004_calibration_maps_sql),
    migration(5, "outbox_batches", PackageResources._005_outbox_batches_sql),
    migration(6, "conversation_indexes", PackageResources._006_conversation_indexes_sql),
    migration(7, "learning_api", PackageResources._007_learning_api_sql),
    migration(8, "rollups", PackageResources._008_rollups_sql),
    migration(9, "schedules", PackageResources._009_schedules_sql),
    migration(10, "deliveries", PackageResources._010_deliveries_sql),
    migration(11, "reports", PackageResources._011_reports_sql),
    migration(12, "alerts", PackageResources._012_alerts_sql),
    migration(13, "erasure", PackageResources._013_erasure_sql),
    migration(14, "partitions", PackageResources._014_partitions_sql),
  ]

  /// What brings a database up to date.
  public static var migrator: PostgresMigrator {
    PostgresMigrator(migrations: all, schema: schema, ownerRole: ownerRole)
  }

  private static func migration(_ version: Int, _ name: String, _ sql: [UInt8]) -> PostgresMigration {
    PostgresMigration(version: version, name: name, sql: String(decoding: sql, as: UTF8.self))
  }
}
