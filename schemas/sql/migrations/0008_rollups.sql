-- Daily figures, so that analytics never read the tables of outcomes and conversions.
--
-- Whoever changes outcomes or conversions, or records actions, writes one row of changes per tenant in the same
-- transaction; roll-up loops fold these rows into the daily tables, each once, and forget them. A roll-up and the changes
-- that wait for it are together what a count of the tables says, at every commit. Workers of an earlier release write no
-- changes: stop them before this migration, or rebuild the roll-ups after them.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- A day is the UTC date of the action. '' is the representative, or the channel, of an action that names none. No figure
-- has a lower bound: of a change and the one that takes it back the second may be folded first.
CREATE TABLE outcome_rollups (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    rep_id text NOT NULL,
    action_type text NOT NULL,
    channel text NOT NULL,
    outcome_type text NOT NULL,
    is_primary boolean NOT NULL,
    -- Outcomes by their status.
    pending_count bigint NOT NULL,
    positive_count bigint NOT NULL,
    negative_count bigint NOT NULL,
    ambiguous_count bigint NOT NULL,
    expired_count bigint NOT NULL,
    -- Those of them that a person's label decided.
    labelled_count bigint NOT NULL,
    -- Calibration samples that are present, and the sums of w, w p and w y in millionths. Each outcome's own part is
    -- rounded before it is summed, so that what was added can be taken away to the last digit.
    sample_count bigint NOT NULL,
    sample_weight_micros bigint NOT NULL,
    sample_confidence_micros bigint NOT NULL,
    sample_outcome_micros bigint NOT NULL,
    PRIMARY KEY (tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary)
) WITH (fillfactor = 60);

CREATE TABLE action_rollups (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    rep_id text NOT NULL,
    action_type text NOT NULL,
    channel text NOT NULL,
    action_count bigint NOT NULL,
    -- Actions whose cost counts, and the sum of these costs in millionths. A cost counts where it is 1,000,000 at most,
    -- either way: the sum stays within its type for nine million actions of one row at the bound.
    cost_count bigint NOT NULL,
    cost_micros bigint NOT NULL,
    PRIMARY KEY (tenant_id, day, rep_id, action_type, channel)
) WITH (fillfactor = 60);

-- What conversions give to actions. The day is the UTC date of the conversion's signal; representative, type and channel
-- are the action's. A signal that concerns k conversations is a conversion in each, and counts 1/k there.
CREATE TABLE impact_rollups (
    tenant_id uuid NOT NULL,
    day date NOT NULL,
    rep_id text NOT NULL,
    action_type text NOT NULL,
    channel text NOT NULL,
    -- Of the deal's amount; '' where the signal names none.
    currency text NOT NULL,
    -- customer.reply or deal.stage, and the type of the reply or the name of the stage: what tells a win from a step.
    signal_type text NOT NULL,
    signal text NOT NULL,
    touch_count bigint NOT NULL,
    credit_micros bigint NOT NULL,
    -- Credit times the amount of the stage change; 0 where it names none.
    amount numeric NOT NULL,
    PRIMARY KEY (tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal)
) WITH (fillfactor = 60);

-- What waits to be folded. Says only what changes; whatever never changes of an outcome or an event is read when the row
-- is folded.
CREATE TABLE rollup_changes (
    tenant_id uuid NOT NULL,
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    recorded_at timestamptz NOT NULL,
    -- Elements of all arrays, for whoever bounds a batch.
    entry_count integer NOT NULL CHECK (entry_count >= 1),
    -- Outcomes, and the number of their status before and after: 0 none, 1 pending, 2 positive, 3 negative, 4 ambiguous,
    -- 5 expired.
    outcome_ids uuid[] NOT NULL,
    former_statuses smallint[] NOT NULL CHECK (cardinality(former_statuses) = cardinality(outcome_ids)),
    statuses smallint[] NOT NULL CHECK (cardinality(statuses) = cardinality(outcome_ids)),
    -- Differences of the other figures, for the first of these outcomes: most outcomes change none of them.
    labelled_counts smallint[] NOT NULL,
    sample_counts smallint[] NOT NULL,
    sample_weight_micros bigint[] NOT NULL,
    sample_confidence_micros bigint[] NOT NULL,
    sample_outcome_micros bigint[] NOT NULL,
    -- Touches of conversions, with their credit before and after; -1 where it is no touch.
    signal_event_ids uuid[] NOT NULL,
    touch_event_ids uuid[] NOT NULL CHECK (cardinality(touch_event_ids) = cardinality(signal_event_ids)),
    former_credit_micros integer[] NOT NULL CHECK (cardinality(former_credit_micros) = cardinality(signal_event_ids)),
    credit_micros integer[] NOT NULL CHECK (cardinality(credit_micros) = cardinality(signal_event_ids)),
    -- Actions that were recorded, counted by their keys; days since 1970-01-01.
    action_days integer[] NOT NULL,
    action_rep_ids text[] NOT NULL,
    action_types text[] NOT NULL,
    action_channels text[] NOT NULL,
    action_counts integer[] NOT NULL,
    -- For the first of these keys: most actions have no cost.
    cost_counts integer[] NOT NULL,
    cost_micros bigint[] NOT NULL,
    PRIMARY KEY (tenant_id, change_id)
);
CREATE INDEX rollup_changes_age ON rollup_changes (change_id);
-- A row lives for a second: compressing it costs more than writing it, and so does taking it apart where it fits a page.
ALTER TABLE rollup_changes
SET (toast_tuple_target = 8160),
ALTER COLUMN outcome_ids SET STORAGE EXTERNAL,
ALTER COLUMN former_statuses SET STORAGE EXTERNAL,
ALTER COLUMN statuses SET STORAGE EXTERNAL,
ALTER COLUMN labelled_counts SET STORAGE EXTERNAL,
ALTER COLUMN sample_counts SET STORAGE EXTERNAL,
ALTER COLUMN sample_weight_micros SET STORAGE EXTERNAL,
ALTER COLUMN sample_confidence_micros SET STORAGE EXTERNAL,
ALTER COLUMN sample_outcome_micros SET STORAGE EXTERNAL,
ALTER COLUMN signal_event_ids SET STORAGE EXTERNAL,
ALTER COLUMN touch_event_ids SET STORAGE EXTERNAL,
ALTER COLUMN former_credit_micros SET STORAGE EXTERNAL,
ALTER COLUMN credit_micros SET STORAGE EXTERNAL,
ALTER COLUMN action_days SET STORAGE EXTERNAL,
ALTER COLUMN action_rep_ids SET STORAGE EXTERNAL,
ALTER COLUMN action_types SET STORAGE EXTERNAL,
ALTER COLUMN action_channels SET STORAGE EXTERNAL,
ALTER COLUMN action_counts SET STORAGE EXTERNAL,
ALTER COLUMN cost_counts SET STORAGE EXTERNAL,
ALTER COLUMN cost_micros SET STORAGE EXTERNAL;

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['outcome_rollups', 'action_rollups', 'impact_rollups', 'rollup_changes'] LOOP
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

-- What each row of changes does to which figure. Folding sums it up, and so does whoever looks at what waits.
--
-- Arrays are unnested in a list of columns, and not beside the tables that are joined with their elements: a plan that was
-- made while those were small would join them by the tenant alone first.

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
        unnest(former_statuses) AS former_status,
        unnest(statuses) AS status,
        unnest(labelled_counts) AS labelled_count,
        unnest(sample_counts) AS sample_count,
        unnest(sample_weight_micros) AS sample_weight_micros,
        unnest(sample_confidence_micros) AS sample_confidence_micros,
        unnest(sample_outcome_micros) AS sample_outcome_micros
    FROM rollup_changes
) AS s
JOIN outcome_records AS o ON o.tenant_id = s.tenant_id AND o.outcome_id = s.outcome_id;

CREATE VIEW action_rollup_changes WITH (security_invoker = true) AS
SELECT
    c.change_id,
    c.tenant_id,
    DATE '1970-01-01' + a.day AS day,
    a.rep_id,
    a.action_type,
    a.channel,
    a.action_count::bigint AS action_count,
    coalesce(a.cost_count, 0)::bigint AS cost_count,
    coalesce(a.cost_micros, 0) AS cost_micros
FROM rollup_changes AS c
CROSS JOIN LATERAL unnest(
    c.action_days, c.action_rep_ids, c.action_types, c.action_channels, c.action_counts, c.cost_counts, c.cost_micros
) AS a (day, rep_id, action_type, channel, action_count, cost_count, cost_micros);

-- What a conversion says of its signal. The part of the amount is rounded once for the signal, so that every credit times
-- it is exact.
CREATE VIEW impact_signals WITH (security_invoker = true) AS
SELECT
    e.tenant_id,
    e.event_id AS signal_event_id,
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
FROM events AS e
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
JOIN events AS a ON a.tenant_id = t.tenant_id AND a.event_id = t.touch_event_id;

-- What a roll-up and the changes that wait for it must be together: a count of everything.

CREATE VIEW outcome_rollup_recounts WITH (security_invoker = true) AS
SELECT
    tenant_id,
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
GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- A number that no double holds is as a double reads it: 0, or beyond every bound.
CREATE VIEW action_rollup_recounts WITH (security_invoker = true) AS
SELECT
    tenant_id,
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
GROUP BY 1, 2, 3, 4, 5;

CREATE VIEW impact_rollup_recounts WITH (security_invoker = true) AS
SELECT
    t.tenant_id,
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
JOIN events AS a ON a.tenant_id = t.tenant_id AND a.event_id = t.touch_event_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

GRANT SELECT ON
outcome_rollup_changes, action_rollup_changes, impact_signals, impact_rollup_changes, outcome_rollup_recounts,
action_rollup_recounts, impact_rollup_recounts
TO reckoner_worker;

-- What is recorded already.
INSERT INTO outcome_rollups SELECT * FROM outcome_rollup_recounts;
INSERT INTO action_rollups SELECT * FROM action_rollup_recounts;
INSERT INTO impact_rollups SELECT * FROM impact_rollup_recounts;
