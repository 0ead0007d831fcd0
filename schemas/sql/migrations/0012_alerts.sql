-- What rules saw of a tenant, what is open because of it, and what nobody wants to be told.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- One row for each alert, from its opening on. Its numbers are those of the last look.
CREATE TABLE alerts (
    tenant_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    rule text NOT NULL CHECK (rule IN (
        'success_rate_falls', 'escalation_rate_jumps', 'calibration_drifts', 'dead_letters_rise', 'stream_stalls',
        'feedback_fatigue'
    )),
    subject text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    state text NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN resolved_at IS NOT NULL THEN 'resolved'
            WHEN acknowledged_at IS NOT NULL THEN 'acknowledged'
            ELSE 'firing'
        END
    ) STORED,
    opened_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    resolved_at timestamptz,
    -- Why it ended.
    ending text CHECK (ending IN ('recovered', 'unmeasured', 'disabled')),
    acknowledged_at timestamptz,
    acknowledged_by text,
    note text,
    -- Since when there is no data; null while there is.
    unmeasured_since timestamptz,
    observed double precision NOT NULL,
    threshold double precision,
    baseline double precision,
    sample_count bigint,
    title text NOT NULL,
    explanation text NOT NULL,
    evidence jsonb NOT NULL,
    revision bigint NOT NULL CHECK (revision > 0),
    PRIMARY KEY (tenant_id, alert_id),
    CHECK ((resolved_at IS NULL) = (ending IS NULL)),
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
-- One is open for a rule and a subject, whoever evaluates.
CREATE UNIQUE INDEX alerts_open ON alerts (tenant_id, rule, subject) WHERE resolved_at IS NULL;
CREATE INDEX alerts_time ON alerts (tenant_id, opened_at, alert_id);
-- Across tenants: what is over for long goes.
CREATE INDEX alerts_age ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;

-- What is remembered of each rule and subject from look to look.
CREATE TABLE alert_states (
    tenant_id uuid NOT NULL,
    rule text NOT NULL,
    subject text NOT NULL,
    phase text NOT NULL CHECK (phase IN ('ok', 'pending', 'firing', 'recovering')),
    phase_since timestamptz NOT NULL,
    -- Of the open alert; null without one.
    opened_at timestamptz,
    noticed_at timestamptz,
    missing_since timestamptz,
    -- The figure when nothing was wrong, and what was seen last: for rules that compare with it.
    reference double precision,
    mark text,
    evaluated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, rule, subject),
    CHECK ((opened_at IS NOT NULL) = (phase IN ('firing', 'recovering')))
);

-- The last look at each tenant. Whoever looks holds the row, so that no two looks of a tenant interleave.
CREATE TABLE alert_evaluations (
    tenant_id uuid PRIMARY KEY,
    -- null: nobody has looked yet.
    evaluated_at timestamptz
);

CREATE TABLE alert_silences (
    tenant_id uuid NOT NULL,
    silence_id uuid NOT NULL,
    -- null: every one.
    rule text,
    subject text,
    starts_at timestamptz NOT NULL,
    -- Moved to the moment at which somebody lifts it.
    ends_at timestamptz NOT NULL,
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    lifted_by text,
    PRIMARY KEY (tenant_id, silence_id)
);
CREATE INDEX alert_silences_end ON alert_silences (tenant_id, ends_at);
CREATE INDEX alert_silences_age ON alert_silences (ends_at);

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['alerts', 'alert_states', 'alert_evaluations', 'alert_silences'] LOOP
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

-- Managers acknowledge, and silence; what is open, and since when, is nothing that they could change.
GRANT UPDATE (acknowledged_at, acknowledged_by, note, revision) ON alerts TO reckoner_api;
GRANT INSERT ON alert_silences TO reckoner_api;
GRANT UPDATE (ends_at, lifted_by) ON alert_silences TO reckoner_api;
