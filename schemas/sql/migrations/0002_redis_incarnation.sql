-- What is known of the Redis server that samples travel through: whether it may have forgotten some.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- One row at most. Of no tenant: one server carries the streams of all of them.
CREATE TABLE redis_incarnation (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    -- What the server's key reckoner:incarnation holds. A server without its data has lost it.
    incarnation uuid NOT NULL,
    -- The server's process. Another one may have come back without the last writes, or be a replica that was behind.
    run_id text NOT NULL,
    -- How often there was a sign that Redis had forgotten something, and how many of these signs are healed: everything
    -- that was published before them has arrived, or was published again.
    sign_count bigint NOT NULL CHECK (sign_count >= 1),
    healed_count bigint NOT NULL CHECK (healed_count BETWEEN 0 AND sign_count),
    -- When the last look over all outcomes began that came to its end.
    reconciled_at timestamptz
);
ALTER TABLE redis_incarnation ENABLE ROW LEVEL SECURITY;
ALTER TABLE redis_incarnation FORCE ROW LEVEL SECURITY;
CREATE POLICY fleet ON redis_incarnation TO reckoner_worker, reckoner_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON redis_incarnation TO reckoner_worker;
GRANT SELECT ON redis_incarnation TO reckoner_api;
