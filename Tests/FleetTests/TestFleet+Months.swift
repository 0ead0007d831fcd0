import EventModel
import PostgresClient
import Store
import TestSupport

extension TestFleet {
  /// SQL, for a superuser and empty tables, that lays the months out around the events of tests: from January to July 2026.
  /// - Parameter middle: where what is called January ends. Not at the end of a month it parts conversations that lie within
  ///   one, which must make no difference to anybody.
  static func months(middle: String = "2026-02-04 12:00:00+00") -> String {
    """
    DO $$
    DECLARE
      parent text;
      partition text;
    BEGIN
      FOREACH parent IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        EXECUTE format('ALTER TABLE learning.%I DETACH PARTITION learning.%I', parent, parent || '_history');
        FOR partition IN SELECT partition_name FROM learning.partition_months WHERE table_name = parent LOOP
          EXECUTE format('DROP TABLE learning.%I', partition);
        END LOOP;
        EXECUTE format('ALTER TABLE learning.%I ATTACH PARTITION learning.%I FOR VALUES FROM (MINVALUE) TO (%L)',
          parent, parent || '_history', '2026-01-01 00:00:00+00');
        EXECUTE format('CREATE TABLE learning.%I PARTITION OF learning.%I FOR VALUES FROM (%L) TO (%L)',
          parent || '_2026_01', parent, '2026-01-01 00:00:00+00', '\(middle)');
        EXECUTE format('CREATE TABLE learning.%I PARTITION OF learning.%I FOR VALUES FROM (%L) TO (%L)',
          parent || '_2026_02', parent, '\(middle)', '2026-03-01 00:00:00+00');
        FOREACH partition IN ARRAY ARRAY[parent || '_2026_01', parent || '_2026_02'] LOOP
          EXECUTE format('ALTER TABLE learning.%I OWNER TO reckoner_owner', partition);
        END LOOP;
      END LOOP;
      PERFORM learning.ensure_months('2026-07-15');
    END
    $$
    """
  }

  /// The first of each month that has partitions.
  func monthStarts() async throws -> [String] {
    try await postgres.send(ListMonths()).map { String($0.from.rfc3339.prefix(7)) }
  }

  /// Brings the fleet's database up to date.
  /// - Returns: the versions that were missing.
  func migrate() async throws -> [Int] {
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(postgresServer.socketURL(database: database))
    )
    let applied = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
    return applied.map(\.version)
  }
}
