-- What was told about a day or a week: each report as a document for programs and as a page for people.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

CREATE TABLE reports (
    tenant_id uuid NOT NULL,
    -- UUIDv5, in the tenant's namespace, of kind, audience, team and last day: a period has one report.
    report_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('daily', 'weekly')),
    audience text NOT NULL CHECK (audience IN ('manager', 'executive')),
    -- null: the tenant as a whole.
    team_id text,
    -- The first and the last UTC day that it is about.
    period_from date NOT NULL,
    period_to date NOT NULL,
    -- By whose clocks its times are shown, and where they stood from UTC when it was due.
    time_zone text NOT NULL,
    utc_offset_seconds integer NOT NULL,
    due_at timestamptz NOT NULL,
    generated_at timestamptz NOT NULL,
    -- Each correction by events that came late adds one.
    revision bigint NOT NULL CHECK (revision >= 1),
    corrected_at timestamptz,
    -- Of the facts that such events can change.
    content_digest bytea NOT NULL,
    title text NOT NULL,
    headline text NOT NULL,
    document jsonb NOT NULL,
    html text NOT NULL,
    PRIMARY KEY (tenant_id, report_id),
    CHECK (period_from <= period_to),
    CHECK ((revision > 1) = (corrected_at IS NOT NULL))
);
-- Lists: the latest first.
CREATE INDEX reports_time ON reports (tenant_id, due_at, report_id);
-- Across tenants: what is old goes.
CREATE INDEX reports_age ON reports (due_at);

ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports FORCE ROW LEVEL SECURITY;
CREATE POLICY every_tenant ON reports TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true);
CREATE POLICY own_tenant ON reports TO reckoner_api
USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)
WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON reports TO reckoner_worker;
-- Only read by people.
GRANT SELECT ON reports TO reckoner_api;
