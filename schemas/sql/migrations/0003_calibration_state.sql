-- The adjustment of agents' confidence: what is in force, how it came about, and what waits for a person.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- The samples of one action type in the order in which they mature: what a judgement counts, and a period's metrics.
CREATE INDEX calibration_samples_maturity
ON calibration_samples (tenant_id, action_type, window_expires_at, outcome_id) WHERE state = 'present';

-- One row for each action type that a judgement has looked at. Whoever judges it holds the row's lock.
CREATE TABLE calibration_state (
    tenant_id uuid NOT NULL,
    action_type text NOT NULL,
    confidence_scaling double precision NOT NULL,
    escalation_threshold double precision NOT NULL,
    -- 0 before the first adjustment.
    version bigint NOT NULL CHECK (version >= 0),
    -- The tenant's mode, as the latest look knew it.
    mode text NOT NULL CHECK (mode IN ('auto', 'propose', 'off')),
    frozen boolean NOT NULL,
    at_bound boolean NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('calibrated', 'overconfident', 'underconfident', 'insufficient_data')),
    -- s' of the damping; null is none.
    previous_signal double precision,
    -- Only actions after it count; null before the first adjustment.
    last_adjusted_at timestamptz,
    -- How many of the samples that count the latest judgement had counted.
    judged_sample_count bigint NOT NULL CHECK (judged_sample_count >= 0),
    -- Rises with every change of what Redis shows; Redis has it up to the published one.
    revision bigint NOT NULL CHECK (revision >= 1),
    published_revision bigint NOT NULL CHECK (published_revision BETWEEN 0 AND revision),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, action_type)
) WITH (fillfactor = 70);
CREATE INDEX calibration_state_unpublished ON calibration_state (updated_at) WHERE published_revision < revision;

-- Every change of a correction, and every proposal of one.
CREATE TABLE calibration_adjustments (
    tenant_id uuid NOT NULL,
    adjustment_id uuid NOT NULL,
    action_type text NOT NULL,
    -- null until applied.
    version bigint CHECK (version >= 1),
    -- When the gap was detected, or the person asked.
    proposed_at timestamptz NOT NULL,
    -- When it was applied, or rejected; while it waits, when it was proposed.
    decided_at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('adjust', 'rollback')),
    status text NOT NULL CHECK (status IN ('applied', 'proposed', 'rejected')),
    gap double precision,
    signal double precision,
    step double precision,
    sample_count bigint,
    scaling_before double precision NOT NULL,
    scaling_after double precision NOT NULL,
    threshold_before double precision NOT NULL,
    threshold_after double precision NOT NULL,
    -- The bins, the interval of the gap, the settings.
    evidence jsonb,
    reason text NOT NULL,
    -- null: Reckoner itself.
    decided_by text,
    PRIMARY KEY (tenant_id, adjustment_id),
    CHECK ((status = 'applied') = (version IS NOT NULL))
);
CREATE UNIQUE INDEX calibration_adjustments_version ON calibration_adjustments (tenant_id, action_type, version);
-- One change waits for a person at most.
CREATE UNIQUE INDEX calibration_adjustments_open
ON calibration_adjustments (tenant_id, action_type) WHERE status = 'proposed';

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['calibration_state', 'calibration_adjustments'] LOOP
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
