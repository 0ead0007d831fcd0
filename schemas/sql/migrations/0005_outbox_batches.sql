-- The outbox by the batch: what one transaction adds for one tenant's stream is one row, and is published and forgotten
-- as one.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

ALTER TABLE outbox RENAME TO outbox_former;
ALTER TABLE outbox_former RENAME CONSTRAINT outbox_pkey TO outbox_former_pkey;
DROP INDEX outbox_age;

CREATE TABLE outbox (
    tenant_id uuid NOT NULL,
    outbox_id bigint GENERATED ALWAYS AS IDENTITY,
    occurred_at timestamptz NOT NULL,
    message_count integer NOT NULL CHECK (message_count >= 1),
    event_type text NOT NULL,
    event_ids uuid[] NOT NULL CHECK (cardinality(event_ids) = message_count),
    -- The payloads, each a compact JSON object, in the order of their ids.
    data text[] NOT NULL CHECK (cardinality(data) = message_count),
    PRIMARY KEY (tenant_id, outbox_id)
);
CREATE INDEX outbox_age ON outbox (outbox_id);
-- A row lives for milliseconds: compressing it costs more than writing it.
ALTER TABLE outbox ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN event_ids SET STORAGE EXTERNAL;

INSERT INTO outbox (tenant_id, occurred_at, message_count, event_type, event_ids, data)
SELECT
    tenant_id,
    min(occurred_at),
    count(*),
    event_type,
    array_agg(event_id ORDER BY outbox_id),
    array_agg(data ORDER BY outbox_id)
FROM outbox_former
GROUP BY tenant_id, event_type, outbox_id / 100
ORDER BY min(outbox_id);
DROP TABLE outbox_former;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY every_tenant ON outbox TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true);
CREATE POLICY own_tenant ON outbox TO reckoner_api
USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO reckoner_worker;
GRANT SELECT ON outbox TO reckoner_api;

-- Each message that waits, for people and for what looks after the fleet.
CREATE VIEW outbox_messages WITH (security_invoker = true) AS
SELECT
    o.tenant_id,
    o.outbox_id,
    m.event_id,
    o.event_type,
    o.occurred_at,
    m.data,
    m.position::integer AS position
FROM outbox AS o
CROSS JOIN LATERAL unnest(o.event_ids, o.data) WITH ORDINALITY AS m (event_id, data, position);
GRANT SELECT ON outbox_messages TO reckoner_worker, reckoner_api;
