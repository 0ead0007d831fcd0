-- Events and outcomes by the month of event time: made ahead, dropped behind, and read no further than a conversation
-- goes.
--
-- What is there already becomes the partition `*_history`, without a row being copied, and so does everything that
-- comes from before the first month: imports of years ago find their place. Stop workers of an earlier release before
-- this migration. It reads both tables, during which nothing is written; readers wait for its second half. Where
-- somebody holds a table for longer than the lock timeout it fails, leaves nothing behind, and can be run again.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;
SET LOCAL lock_timeout = '30s';
SET LOCAL TimeZone = 'UTC';

LOCK TABLE events, outcome_records, event_conversations, conversations, rollup_changes IN SHARE ROW EXCLUSIVE MODE;

-- Where the first month begins. An empty table has no history to keep apart from this month.
SELECT set_config(
    'learning.first_month',
    CASE
        WHEN count(*) = 0 THEN date_trunc('month', now())
        ELSE date_trunc('month', greatest(now(), max(occurred_at))) + interval '1 month'
    END::text,
    true
)
FROM events;

-- Each event id of a tenant, once and whatever its month: the key of idempotency, and the way to an event by its id.
CREATE TABLE event_keys (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL
);
INSERT INTO event_keys SELECT tenant_id, event_id, conversation_state_id, occurred_at FROM events;
ALTER TABLE event_keys ADD PRIMARY KEY (tenant_id, event_id);

-- The indexes of the history, before readers have to wait.
CREATE INDEX events_history_conversation ON events (conversation_state_id, tenant_id, occurred_at);
CREATE UNIQUE INDEX outcome_records_history_pkey ON outcome_records (tenant_id, outcome_id, acted_at);

-- The months of a conversation's events, the end exclusive: reads go no further. Whoever folds the conversation widens
-- it. What is there lies in the history as a whole.
DO $$
BEGIN
    EXECUTE format(
        'ALTER TABLE conversations '
        || 'ADD COLUMN events_from timestamptz NOT NULL DEFAULT ''0001-01-01 00:00:00+00'', '
        || 'ADD COLUMN events_to timestamptz NOT NULL DEFAULT %L',
        current_setting('learning.first_month')
    );
END
$$;
ALTER TABLE conversations ALTER COLUMN events_to SET DEFAULT '10000-01-01 00:00:00+00';

-- The months of events that were recorded while somebody else held the conversation: whoever works the mark off widens
-- the conversation by them. null where the mark stands for no event.
ALTER TABLE due_conversations
ADD COLUMN events_from timestamptz,
ADD COLUMN events_to timestamptz;

-- When the action of each outcome was, by which its month is found.
ALTER TABLE rollup_changes ADD COLUMN outcome_times timestamptz[] NOT NULL DEFAULT '{}';
UPDATE rollup_changes AS change
SET outcome_times = ARRAY(
    SELECT outcome.acted_at
    FROM unnest(change.outcome_ids) WITH ORDINALITY AS wanted (outcome_id, position)
    LEFT JOIN outcome_records AS outcome
        ON outcome.tenant_id = change.tenant_id AND outcome.outcome_id = wanted.outcome_id
    ORDER BY wanted.position
);
ALTER TABLE rollup_changes
ALTER COLUMN outcome_times SET STORAGE EXTERNAL,
ADD CHECK (cardinality(outcome_times) = cardinality(outcome_ids));

DROP VIEW
outcome_rollup_changes, impact_rollup_changes, outcome_rollup_recounts, action_rollup_recounts, impact_rollup_recounts;
DROP VIEW impact_signals;

-- An event has one index: by its conversation; by its id it is found through event_keys.
ALTER TABLE events DROP CONSTRAINT events_pkey;
DROP INDEX events_conversation;
ALTER TABLE events RENAME TO events_history;
ALTER TABLE outcome_records DROP CONSTRAINT outcome_records_pkey;
ALTER TABLE outcome_records
ADD CONSTRAINT outcome_records_history_pkey PRIMARY KEY USING INDEX outcome_records_history_pkey;
ALTER TABLE outcome_records RENAME TO outcome_records_history;
ALTER INDEX outcome_records_time RENAME TO outcome_records_history_time;
ALTER INDEX outcome_records_ambiguous RENAME TO outcome_records_history_ambiguous;
ALTER INDEX outcome_records_escalations RENAME TO outcome_records_history_escalations;
ALTER INDEX outcome_records_open RENAME TO outcome_records_history_open;
-- Made anew, and with that as the last one; the reason stands below.
DROP INDEX outcome_records_conversation;
CREATE INDEX outcome_records_history_conversation ON outcome_records_history (conversation_state_id, tenant_id);

CREATE TABLE events (LIKE events_history INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS)
PARTITION BY RANGE (occurred_at);
CREATE INDEX events_conversation ON events (conversation_state_id, tenant_id, occurred_at);

CREATE TABLE outcome_records (LIKE outcome_records_history INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS)
PARTITION BY RANGE (acted_at);
ALTER TABLE outcome_records ADD PRIMARY KEY (tenant_id, outcome_id, acted_at);
CREATE INDEX outcome_records_open ON outcome_records (window_expires_at) WHERE outcome_status = 'pending';
CREATE INDEX outcome_records_ambiguous ON outcome_records (tenant_id, acted_at, outcome_id)
WHERE outcome_status = 'ambiguous';
CREATE INDEX outcome_records_escalations ON outcome_records (tenant_id, acted_at, outcome_id)
WHERE outcome_type = 'escalation_result';
CREATE INDEX outcome_records_time ON outcome_records (tenant_id, acted_at, outcome_id);
-- The last one: of two ways that seem to cost the same, as in a month that nobody analysed yet, the planner takes the
-- index that was made last, and a conversation's outcomes of a month must not be looked for among all of the tenant's.
CREATE INDEX outcome_records_conversation ON outcome_records (conversation_state_id, tenant_id);

DO $$
DECLARE
    first_month text := current_setting('learning.first_month');
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        EXECUTE format(
            'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
            table_name, table_name || '_history', first_month
        );
        -- What the whole table says holds. A partition is nobody's to address.
        EXECUTE format('DROP POLICY every_tenant ON %I', table_name || '_history');
        EXECUTE format('DROP POLICY own_tenant ON %I', table_name || '_history');
        EXECUTE format('CREATE POLICY keeper ON %I TO reckoner_owner USING (true)', table_name || '_history');
        EXECUTE format('REVOKE ALL ON %I FROM reckoner_worker, reckoner_api', table_name || '_history');
    END LOOP;
    FOREACH table_name IN ARRAY ARRAY['events', 'outcome_records', 'event_keys'] LOOP
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

-- Which months there are, of either table; the history is none.
CREATE VIEW partition_months WITH (security_invoker = true) AS
SELECT
    parent.relname::text AS table_name,
    child.relname::text AS partition_name,
    month.begins_on::timestamp AT TIME ZONE 'UTC' AS begins_at,
    (month.begins_on + interval '1 month') AT TIME ZONE 'UTC' AS ends_at
FROM pg_catalog.pg_inherits AS link
JOIN pg_catalog.pg_class AS parent ON parent.oid = link.inhparent
JOIN pg_catalog.pg_class AS child ON child.oid = link.inhrelid
CROSS JOIN LATERAL (SELECT to_date(right(child.relname, 7), 'YYYY_MM') AS begins_on) AS month
WHERE link.inhparent IN ('learning.events'::regclass, 'learning.outcome_records'::regclass)
    AND child.relname ~ '_[0-9]{4}_[0-9]{2}$';
GRANT SELECT ON partition_months TO reckoner_worker;

-- Makes the months up to the one that holds a time, and returns how many partitions that were. Workers don't own the
-- tables: this is what they may do to them. A table is made on its own and then attached, which holds up neither
-- readers nor writers; of two callers the second waits, and finds nothing left to do.
CREATE FUNCTION ensure_months(until timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, learning, pg_temp
SET lock_timeout = '60s'
SET TimeZone = 'UTC'
AS $$
DECLARE
    parent text;
    partition text;
    options text;
    month timestamptz;
    made integer := 0;
BEGIN
    IF until > clock_timestamp() + interval '5 years' THEN
        RAISE EXCEPTION 'months are made for five years at most' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- The bytes of "mnth". Whoever makes them already has as many as are missing to make; a table is had at once, or not.
    PERFORM pg_advisory_xact_lock(1835955304, 0);
    PERFORM set_config('lock_timeout', '5s', true);
    FOREACH parent IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        options := CASE parent WHEN 'outcome_records' THEN 'WITH (fillfactor = 70)' ELSE '' END;
        SELECT max(ends_at) INTO STRICT month FROM learning.partition_months WHERE table_name = parent;
        WHILE month <= until LOOP
            partition := parent || to_char(month, '_YYYY_MM');
            EXECUTE format(
                'CREATE TABLE learning.%I '
                || '(LIKE learning.%I INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS) %s',
                partition, parent, options
            );
            EXECUTE format('ALTER TABLE learning.%I ENABLE ROW LEVEL SECURITY', partition);
            EXECUTE format('ALTER TABLE learning.%I FORCE ROW LEVEL SECURITY', partition);
            EXECUTE format('CREATE POLICY keeper ON learning.%I TO reckoner_owner USING (true)', partition);
            EXECUTE format(
                'ALTER TABLE learning.%I ATTACH PARTITION learning.%I FOR VALUES FROM (%L) TO (%L)',
                parent, partition, month, month + interval '1 month'
            );
            month := month + interval '1 month';
            made := made + 1;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION ensure_months(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_months(timestamptz) TO reckoner_worker;

-- Drops months that end before a time and hold no row of either table, the oldest first and no further than to the
-- first one that does; their time belongs to the history from then on. Returns how many partitions that were, of one
-- month at a time: the tables are locked for the moment, and nobody waits long for it.
CREATE FUNCTION drop_empty_month(until timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, learning, pg_temp
SET lock_timeout = '1s'
SET TimeZone = 'UTC'
AS $$
DECLARE
    -- The history is read once when its end moves: one that is large keeps its end, and the month stays, empty.
    history_bytes_max CONSTANT bigint := 67108864;
    parent text;
    month timestamptz;
    month_end timestamptz;
    is_empty_query text;
    is_empty boolean;
BEGIN
    IF until > clock_timestamp() THEN
        RAISE EXCEPTION 'a month is dropped when it is over' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(1835955304, 0);
    -- One month stays in any case: the next one is made behind the last one.
    SELECT min(begins_at), min(ends_at) INTO month, month_end FROM learning.partition_months
    WHERE begins_at < (SELECT max(begins_at) FROM learning.partition_months);
    IF month IS NULL OR month_end > until
        OR pg_table_size('learning.events_history') > history_bytes_max
        OR pg_table_size('learning.outcome_records_history') > history_bytes_max THEN
        RETURN 0;
    END IF;
    -- The partitions themselves are looked at, whatever their bounds are. First without a lock: a month with rows is
    -- the common case.
    is_empty_query := format(
        'SELECT NOT EXISTS (SELECT FROM learning.%I) AND NOT EXISTS (SELECT FROM learning.%I)',
        'events' || to_char(month, '_YYYY_MM'), 'outcome_records' || to_char(month, '_YYYY_MM')
    );
    EXECUTE is_empty_query INTO is_empty;
    IF NOT is_empty THEN
        RETURN 0;
    END IF;
    LOCK TABLE learning.events, learning.outcome_records IN ACCESS EXCLUSIVE MODE;
    EXECUTE is_empty_query INTO is_empty;
    IF NOT is_empty THEN
        RETURN 0;
    END IF;
    FOREACH parent IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        EXECUTE format('ALTER TABLE learning.%I DETACH PARTITION learning.%I', parent, parent || '_history');
        EXECUTE format('DROP TABLE learning.%I', parent || to_char(month, '_YYYY_MM'));
        EXECUTE format(
            'ALTER TABLE learning.%I ATTACH PARTITION learning.%I FOR VALUES FROM (MINVALUE) TO (%L)',
            parent, parent || '_history', month_end
        );
    END LOOP;
    RETURN 2;
END
$$;
REVOKE ALL ON FUNCTION drop_empty_month(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_empty_month(timestamptz) TO reckoner_worker;

-- The first month is made here, the others behind it.
DO $$
DECLARE
    first_month timestamptz := current_setting('learning.first_month')::timestamptz;
    parent text;
    partition text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['events', 'outcome_records'] LOOP
        partition := parent || to_char(first_month, '_YYYY_MM');
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L) %s',
            partition, parent, first_month, first_month + interval '1 month',
            CASE parent WHEN 'outcome_records' THEN 'WITH (fillfactor = 70)' ELSE '' END
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition);
        EXECUTE format('CREATE POLICY keeper ON %I TO reckoner_owner USING (true)', partition);
    END LOOP;
    PERFORM ensure_months(now() + interval '3 months');
END
$$;

-- What each row of changes does to which figure, as before, but found by its month.

CREATE VIEW outcome_rollup_changes WITH (security_invoker = true) AS
SELECT
    s.change_id,
    s.tenant_id,
    (o.acted_at AT TIME ZONE 'UTC')::date AS day,
    coalesce(o.rep_id, '') AS rep_id,
    o.action_type,
    coalesce(o.channel, '') AS channel,
    o.outcome_type,
    o.is_primary,
    (s.status = 1)::integer - (s.former_status = 1)::integer AS pending_count,
    (s.status = 2)::integer - (s.former_status = 2)::integer AS positive_count,
    (s.status = 3)::integer - (s.former_status = 3)::integer AS negative_count,
    (s.status = 4)::integer - (s.former_status = 4)::integer AS ambiguous_count,
    (s.status = 5)::integer - (s.former_status = 5)::integer AS expired_count,
    coalesce(s.labelled_count, 0)::integer AS labelled_count,
    coalesce(s.sample_count, 0)::integer AS sample_count,
    coalesce(s.sample_weight_micros, 0) AS sample_weight_micros,
    coalesce(s.sample_confidence_micros, 0) AS sample_confidence_micros,
    coalesce(s.sample_outcome_micros, 0) AS sample_outcome_micros
FROM (
    -- The arrays of differences are shorter: what is missing at their end is null.
    SELECT
        change_id,
        tenant_id,
        unnest(outcome_ids) AS outcome_id,
        unnest(outcome_times) AS acted_at,
        unnest(former_statuses) AS former_status,
        unnest(statuses) AS status,
        unnest(labelled_counts) AS labelled_count,
        unnest(sample_counts) AS sample_count,
        unnest(sample_weight_micros) AS sample_weight_micros,
        unnest(sample_confidence_micros) AS sample_confidence_micros,
        unnest(sample_outcome_micros) AS sample_outcome_micros
    FROM rollup_changes
) AS s
JOIN outcome_records AS o
    ON o.tenant_id = s.tenant_id AND o.outcome_id = s.outcome_id AND o.acted_at = s.acted_at;

-- What a conversion says of its signal. The part of the amount is rounded once for the signal, so that every credit
-- times it is exact.
CREATE VIEW impact_signals WITH (security_invoker = true) AS
SELECT
    k.tenant_id,
    k.event_id AS signal_event_id,
    (e.occurred_at AT TIME ZONE 'UTC')::date AS day,
    CASE WHEN e.event_type = 'deal.stage' THEN coalesce(e.payload ->> 'currency', '') ELSE '' END AS currency,
    e.event_type AS signal_type,
    coalesce(e.reply_type, e.to_stage) AS signal,
    l.conversation_count,
    CASE
        WHEN e.event_type = 'deal.stage' AND jsonb_typeof(e.payload -> 'amount') = 'number'
            THEN round((e.payload -> 'amount')::numeric / l.conversation_count, 12)
        ELSE 0
    END AS amount_share
FROM event_keys AS k
JOIN events AS e
    ON e.tenant_id = k.tenant_id AND e.conversation_state_id = k.conversation_state_id AND e.occurred_at = k.occurred_at
        AND e.event_id = k.event_id
CROSS JOIN LATERAL (
    SELECT 1 + count(*) AS conversation_count
    FROM event_conversations AS other
    WHERE e.event_type = 'deal.stage' AND other.tenant_id = e.tenant_id AND other.event_id = e.event_id
) AS l;

-- Touches are gathered by their signal first, so that each signal is looked up once.
CREATE VIEW impact_rollup_changes WITH (security_invoker = true) AS
SELECT
    t.change_id,
    t.tenant_id,
    t.day,
    coalesce(a.payload ->> 'rep_id', '') AS rep_id,
    a.action_type,
    coalesce(a.payload ->> 'channel', '') AS channel,
    t.currency,
    t.signal_type,
    t.signal,
    (t.micros >= 0)::integer - (t.former_micros >= 0)::integer AS touch_count,
    (2 * greatest(t.micros, 0) + t.conversation_count) / (2 * t.conversation_count)
    - (2 * greatest(t.former_micros, 0) + t.conversation_count) / (2 * t.conversation_count) AS credit_micros,
    (greatest(t.micros, 0) - greatest(t.former_micros, 0)) * t.amount_share * 0.000001 AS amount
FROM (
    SELECT
        g.change_id,
        s.tenant_id,
        s.day,
        s.currency,
        s.signal_type,
        s.signal,
        s.conversation_count,
        s.amount_share,
        unnest(g.touch_event_ids) AS touch_event_id,
        unnest(g.former_micros) AS former_micros,
        unnest(g.micros) AS micros
    FROM (
        SELECT
            change_id,
            tenant_id,
            signal_event_id,
            array_agg(touch_event_id) AS touch_event_ids,
            array_agg(former_micros) AS former_micros,
            array_agg(micros) AS micros
        FROM (
            SELECT
                change_id,
                tenant_id,
                unnest(signal_event_ids) AS signal_event_id,
                unnest(touch_event_ids) AS touch_event_id,
                unnest(former_credit_micros) AS former_micros,
                unnest(credit_micros) AS micros
            FROM rollup_changes
        ) AS touch
        GROUP BY change_id, tenant_id, signal_event_id
    ) AS g
    JOIN impact_signals AS s ON s.tenant_id = g.tenant_id AND s.signal_event_id = g.signal_event_id
) AS t
JOIN event_keys AS k ON k.tenant_id = t.tenant_id AND k.event_id = t.touch_event_id
JOIN events AS a
    ON a.tenant_id = k.tenant_id AND a.conversation_state_id = k.conversation_state_id AND a.occurred_at = k.occurred_at
        AND a.event_id = k.event_id;

-- What each conversation gives to the daily figures.

CREATE VIEW outcome_rollup_parts WITH (security_invoker = true) AS
SELECT
    tenant_id,
    conversation_state_id,
    (acted_at AT TIME ZONE 'UTC')::date AS day,
    coalesce(rep_id, '') AS rep_id,
    action_type,
    coalesce(channel, '') AS channel,
    outcome_type,
    is_primary,
    count(*) FILTER (WHERE outcome_status = 'pending') AS pending_count,
    count(*) FILTER (WHERE outcome_status = 'positive') AS positive_count,
    count(*) FILTER (WHERE outcome_status = 'negative') AS negative_count,
    count(*) FILTER (WHERE outcome_status = 'ambiguous') AS ambiguous_count,
    count(*) FILTER (WHERE outcome_status = 'expired') AS expired_count,
    count(*) FILTER (WHERE signal_source = 'human_label') AS labelled_count,
    count(*) FILTER (WHERE sample_state = 'present') AS sample_count,
    coalesce(
        sum(round(evidence_weight * 1000000)::bigint) FILTER (WHERE sample_state = 'present'), 0
    )::bigint AS sample_weight_micros,
    coalesce(
        sum(round(evidence_weight * predicted_confidence * 1000000)::bigint) FILTER (WHERE sample_state = 'present'), 0
    )::bigint AS sample_confidence_micros,
    coalesce(
        sum(round(evidence_weight * 1000000)::bigint)
        FILTER (WHERE sample_state = 'present' AND outcome_status = 'positive'), 0
    )::bigint AS sample_outcome_micros
FROM outcome_records
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- A number that no double holds is as a double reads it: 0, or beyond every bound.
CREATE VIEW action_rollup_parts WITH (security_invoker = true) AS
SELECT
    tenant_id,
    conversation_state_id,
    day,
    rep_id,
    action_type,
    channel,
    count(*) AS action_count,
    count(*) FILTER (WHERE abs(cost) <= 1000000) AS cost_count,
    coalesce(sum(round(cost * 1000000)::bigint) FILTER (WHERE abs(cost) <= 1000000), 0)::bigint AS cost_micros
FROM (
    SELECT
        tenant_id,
        conversation_state_id,
        (occurred_at AT TIME ZONE 'UTC')::date AS day,
        coalesce(payload ->> 'rep_id', '') AS rep_id,
        action_type,
        coalesce(payload ->> 'channel', '') AS channel,
        CASE
            WHEN jsonb_typeof(payload -> 'cost') IS DISTINCT FROM 'number' THEN NULL
            WHEN abs((payload -> 'cost')::numeric) > 1e300 THEN NULL
            WHEN abs((payload -> 'cost')::numeric) < 1e-300 THEN 0
            ELSE (payload -> 'cost')::double precision
        END AS cost
    FROM events
    WHERE event_type = 'agent.action'
) AS action
GROUP BY 1, 2, 3, 4, 5, 6;

CREATE VIEW impact_rollup_parts WITH (security_invoker = true) AS
SELECT
    t.tenant_id,
    t.conversation_state_id,
    t.day,
    coalesce(a.payload ->> 'rep_id', '') AS rep_id,
    a.action_type,
    coalesce(a.payload ->> 'channel', '') AS channel,
    t.currency,
    t.signal_type,
    t.signal,
    count(*) AS touch_count,
    sum((2 * t.micros + t.conversation_count) / (2 * t.conversation_count))::bigint AS credit_micros,
    sum(t.micros * t.amount_share * 0.000001) AS amount
FROM (
    SELECT
        s.tenant_id,
        c.conversation_state_id,
        s.day,
        s.currency,
        s.signal_type,
        s.signal,
        s.conversation_count,
        s.amount_share,
        unnest(c.action_event_ids) AS touch_event_id,
        unnest(c.credit_micros) AS micros
    FROM conversions AS c
    JOIN impact_signals AS s ON s.tenant_id = c.tenant_id AND s.signal_event_id = c.signal_event_id
) AS t
JOIN event_keys AS k ON k.tenant_id = t.tenant_id AND k.event_id = t.touch_event_id
JOIN events AS a
    ON a.tenant_id = k.tenant_id AND a.conversation_state_id = k.conversation_state_id AND a.occurred_at = k.occurred_at
        AND a.event_id = k.event_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;

-- What a roll-up and the changes that wait for it must be together: a count of everything, and of what was removed.
-- Rows of one key are several here; who compares sums them.

CREATE VIEW outcome_rollup_recounts WITH (security_invoker = true) AS
SELECT
    tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count, positive_count,
    negative_count, ambiguous_count, expired_count, labelled_count, sample_count, sample_weight_micros,
    sample_confidence_micros, sample_outcome_micros
FROM outcome_rollup_parts
UNION ALL
SELECT
    tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count, positive_count,
    negative_count, ambiguous_count, expired_count, labelled_count, sample_count, sample_weight_micros,
    sample_confidence_micros, sample_outcome_micros
FROM retired_outcome_rollups;

CREATE VIEW action_rollup_recounts WITH (security_invoker = true) AS
SELECT
    tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros
FROM action_rollup_parts
UNION ALL
SELECT
    tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros
FROM retired_action_rollups;

CREATE VIEW impact_rollup_recounts WITH (security_invoker = true) AS
SELECT
    tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count, credit_micros,
    amount
FROM impact_rollup_parts
UNION ALL
SELECT
    tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count, credit_micros,
    amount
FROM retired_impact_rollups;

GRANT SELECT ON
outcome_rollup_changes, impact_signals, impact_rollup_changes, outcome_rollup_parts, action_rollup_parts,
impact_rollup_parts, outcome_rollup_recounts, action_rollup_recounts, impact_rollup_recounts
TO reckoner_worker;
