import Foundation
import PostgresClient
import Store
import TestSupport

/// Takes the partitions back, so that a database is as the release before them left it.
enum PartitionUndo {
  /// The version of the migration that makes them.
  static let version = LearningMigrations.all.first { $0.name == "partitions" }?.version ?? 0

  static let sql = """
    DROP VIEW learning.outcome_rollup_changes, learning.impact_rollup_changes, learning.outcome_rollup_recounts,
      learning.action_rollup_recounts, learning.impact_rollup_recounts, learning.partition_months;
    DROP VIEW learning.outcome_rollup_parts, learning.action_rollup_parts, learning.impact_rollup_parts,
      learning.impact_signals;
    DROP TABLE learning.event_keys;
    DROP FUNCTION learning.ensure_months, learning.drop_empty_month;
    ALTER TABLE learning.conversations DROP COLUMN events_from, DROP COLUMN events_to;
    ALTER TABLE learning.due_conversations DROP COLUMN events_from, DROP COLUMN events_to;
    ALTER TABLE learning.rollup_changes DROP COLUMN outcome_times;
    DO $$
    DECLARE
      name text;
    BEGIN
      FOREACH name IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        EXECUTE format('ALTER TABLE learning.%I RENAME TO %I', name, name || '_parted');
        EXECUTE format('CREATE TABLE learning.%I (LIKE learning.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
          name, name || '_parted');
        EXECUTE format('INSERT INTO learning.%I SELECT * FROM learning.%I', name, name || '_parted');
        EXECUTE format('DROP TABLE learning.%I', name || '_parted');
        EXECUTE format('ALTER TABLE learning.%I OWNER TO reckoner_owner', name);
        EXECUTE format('ALTER TABLE learning.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE learning.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY every_tenant ON learning.%I TO reckoner_worker, reckoner_owner USING (true)', name);
        EXECUTE format('CREATE POLICY own_tenant ON learning.%I TO reckoner_api '
          'USING (tenant_id::text = current_setting(%L, true))', name, 'app.tenant_id');
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON learning.%I TO reckoner_worker', name);
        EXECUTE format('GRANT SELECT ON learning.%I TO reckoner_api', name);
      END LOOP;
    END
    $$;
    ALTER TABLE learning.events ADD PRIMARY KEY (tenant_id, event_id);
    CREATE INDEX events_conversation ON learning.events (conversation_state_id, tenant_id);
    ALTER TABLE learning.outcome_records ADD PRIMARY KEY (tenant_id, outcome_id);
    CREATE INDEX outcome_records_conversation ON learning.outcome_records (conversation_state_id, tenant_id);
    CREATE INDEX outcome_records_open ON learning.outcome_records (window_expires_at) WHERE outcome_status = 'pending';
    CREATE INDEX outcome_records_time ON learning.outcome_records (tenant_id, acted_at, outcome_id);
    CREATE INDEX outcome_records_ambiguous ON learning.outcome_records (tenant_id, acted_at, outcome_id)
    WHERE outcome_status = 'ambiguous';
    CREATE INDEX outcome_records_escalations ON learning.outcome_records (tenant_id, acted_at, outcome_id)
    WHERE outcome_type = 'escalation_result';
    SET search_path = learning;
    SET ROLE reckoner_owner;
    \(formerViews)
    RESET ROLE;
    DELETE FROM learning.schema_migrations WHERE version >= \(version)
    """

  /// As the migration of the roll-ups made them. One of them has stayed.
  private static let formerViews: String = {
    let text = LearningMigrations.all.first { $0.name == "rollups" }?.sql ?? ""
    let begin = text.range(of: "CREATE VIEW outcome_rollup_changes")?.lowerBound ?? text.endIndex
    let end = text.range(of: "-- What is recorded already.")?.lowerBound ?? text.endIndex
    let views = String(text[begin..<end])
    return views.replacing("CREATE VIEW action_rollup_changes", with: "CREATE OR REPLACE VIEW action_rollup_changes")
  }()
}
