-- Notices on their way to people: one row for each channel of a tenant that a report or an alert goes through.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

CREATE TABLE deliveries (
    tenant_id uuid NOT NULL,
    -- Made of the subject and the channel: who asks for the same delivery again finds it here.
    delivery_id uuid NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('report', 'alert', 'test')),
    subject_id uuid NOT NULL,
    -- made, firing, resolved, ...
    subject_event text NOT NULL,
    -- By its name. Where it leads to is read from the tenant's settings at each attempt; no address is kept here.
    channel text NOT NULL,
    -- What is to be said; no secrets.
    notice jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed', 'cancelled')),
    -- Attempts that were begun, those that were cut off among them.
    attempt_count integer NOT NULL DEFAULT 0 CHECK (attempt_count >= 0),
    first_attempt_at timestamptz,
    last_attempt_at timestamptz,
    -- While it waits.
    next_attempt_at timestamptz CHECK ((next_attempt_at IS NOT NULL) = (state = 'waiting')),
    -- While somebody sends it. After the end of the lease anybody may take it over; only who holds the last epoch may say
    -- how it went.
    lease_holder text CHECK ((lease_holder IS NOT NULL) = (state = 'sending')),
    lease_expires_at timestamptz CHECK ((lease_expires_at IS NOT NULL) = (state = 'sending')),
    lease_epoch bigint NOT NULL DEFAULT 0,
    delivered_at timestamptz CHECK ((delivered_at IS NOT NULL) = (state = 'delivered')),
    -- A sentence without payload, secret or address.
    last_error text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, delivery_id)
);
-- What is to be done, by tenant: whoever looks for work goes from tenant to tenant, so that no one's backlog hides another's.
CREATE INDEX deliveries_due ON deliveries (tenant_id, (coalesce(lease_expires_at, next_attempt_at)), delivery_id)
WHERE state IN ('waiting', 'sending');
CREATE INDEX deliveries_sending ON deliveries (tenant_id) WHERE state = 'sending';
CREATE INDEX deliveries_time ON deliveries (tenant_id, created_at, delivery_id);
CREATE INDEX deliveries_subject ON deliveries (tenant_id, subject_id);
CREATE INDEX deliveries_settled ON deliveries (created_at) WHERE state IN ('delivered', 'failed', 'cancelled');

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY every_tenant ON deliveries TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true);
CREATE POLICY own_tenant ON deliveries TO reckoner_api
USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)
WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON deliveries TO reckoner_worker;
GRANT SELECT ON deliveries TO reckoner_api;
