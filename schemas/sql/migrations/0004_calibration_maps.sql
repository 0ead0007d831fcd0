-- Recalibration maps: from an agent's raw confidence to a calibrated one.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- Every map that was put in force; a row never changes.
CREATE TABLE calibration_maps (
    tenant_id uuid NOT NULL,
    action_type text NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    fitted_at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('logistic', 'isotonic')),
    -- All that a reader needs to apply it.
    map jsonb NOT NULL,
    -- What it was fitted to, and the Brier scores of the raw confidence and, out of sample, of the map.
    sample_count bigint NOT NULL CHECK (sample_count >= 1),
    brier_before double precision NOT NULL,
    brier_after double precision NOT NULL,
    PRIMARY KEY (tenant_id, action_type, version)
);
ALTER TABLE calibration_maps ENABLE ROW LEVEL SECURITY;
ALTER TABLE calibration_maps FORCE ROW LEVEL SECURITY;
CREATE POLICY every_tenant ON calibration_maps TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true);
CREATE POLICY own_tenant ON calibration_maps TO reckoner_api
USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON calibration_maps TO reckoner_worker;
GRANT SELECT ON calibration_maps TO reckoner_api;

ALTER TABLE calibration_state
-- null: none is in force.
ADD COLUMN map_version bigint,
-- How many samples were matured at the latest fit.
ADD COLUMN map_sample_count bigint NOT NULL DEFAULT 0 CHECK (map_sample_count >= 0);
