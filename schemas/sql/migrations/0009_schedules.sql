-- Timed work: what falls due when, who is at it, and what came of it.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- One row a schedule. Those of the installation as a whole have the UUID of zeros for a tenant.
CREATE TABLE schedules (
    tenant_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- What is done; several schedules can do the same.
    job text NOT NULL,
    -- 'cron 0 7 * * mon' or 'every 15 min'.
    timing text NOT NULL,
    time_zone text NOT NULL,
    -- What becomes of the row when a scheduler starts with another timing for it: 'replace' takes over the new one, 'keep'
    -- leaves what stands here.
    conflict_policy text NOT NULL CHECK (conflict_policy IN ('replace', 'keep')),
    paused_at timestamptz,
    -- The first occurrence that is not done; null: there is none any more.
    next_run_at timestamptz,
    -- When somebody has to look at the row again: at the next occurrence, at a retry, or when a lease ends unrenewed.
    wake_at timestamptz,
    lease_holder text,
    -- Raised by every claim. Who holds an older one changes nothing any more.
    lease_epoch bigint NOT NULL DEFAULT 0,
    -- Claims of the occurrence that is not done.
    attempt_count integer NOT NULL DEFAULT 0,
    -- Attempts of it that failed; one that died is none.
    failure_count integer NOT NULL DEFAULT 0,
    last_error text,
    PRIMARY KEY (tenant_id, name)
) WITH (fillfactor = 70);
CREATE INDEX schedules_wake ON schedules (wake_at) WHERE paused_at IS NULL;

-- One row an occurrence that is done, or that was given up. Missed ones coalesce into the latest of them.
CREATE TABLE schedule_runs (
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    due_at timestamptz NOT NULL,
    -- The first of the occurrences that this run stands for, and how many they are.
    first_due_at timestamptz NOT NULL,
    occurrence_count integer NOT NULL CHECK (occurrence_count >= 1),
    attempt_count integer NOT NULL CHECK (attempt_count >= 1),
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    run_by text NOT NULL,
    result text NOT NULL CHECK (result IN ('done', 'failed')),
    -- What it found, by a name and a number or a text. No payloads.
    detail jsonb NOT NULL,
    PRIMARY KEY (tenant_id, name, due_at)
);
CREATE INDEX schedule_runs_age ON schedule_runs (finished_at);

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['schedules', 'schedule_runs'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format(
            'CREATE POLICY every_tenant ON %I TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true)',
            table_name
        );
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I TO reckoner_api '
            || 'USING (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::uuid) '
            || 'WITH CHECK (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::uuid)',
            table_name
        );
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO reckoner_worker', table_name);
        EXECUTE format('GRANT SELECT ON %I TO reckoner_api', table_name);
    END LOOP;
END
$$;
