-- The main path: events, outcomes, conversions, samples, bins.
--
-- Run by the migrator in one transaction. Every table's key begins with tenant_id, so that the schema can be distributed
-- by it; every table has row-level security from its first day on.

-- Roles are shared by all databases of a server: another database's migration may be creating them at this moment.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['reckoner_owner', 'reckoner_worker', 'reckoner_api'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
    -- From version 16 on, who creates a role is a member of it but may not act as it before granting that to itself.
    IF current_user <> 'reckoner_owner'
        AND (
            NOT pg_has_role(current_user, 'reckoner_owner', 'MEMBER')
            OR current_setting('server_version_num')::integer >= 160000
                AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        ) THEN
        EXECUTE format('GRANT reckoner_owner TO %I', current_user);
    END IF;
END
$$;

CREATE SCHEMA IF NOT EXISTS learning AUTHORIZATION reckoner_owner;
SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

GRANT USAGE ON SCHEMA learning TO reckoner_worker, reckoner_api;

-- Every event of the main path, once: the key of idempotency, and the history that the fold reads.
-- The columns after content_digest repeat what the fold needs of the payload; the payload is the whole of it.
CREATE TABLE events (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    predicted_confidence double precision,
    calibration_version bigint,
    event_type text NOT NULL CHECK (event_type IN ('agent.action', 'customer.reply', 'deal.stage')),
    -- Equal for events that are the same by value: type, instant and payload.
    content_digest bytea NOT NULL,
    -- null: the event id.
    action_id text,
    action_type text,
    outcome_types text[],
    deal_stage text,
    reply_type text,
    in_reply_to text,
    to_stage text,
    from_stage text,
    payload jsonb NOT NULL,
    -- The optional fields of the envelope; null where none was given.
    envelope jsonb,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX events_conversation ON events (tenant_id, conversation_state_id);

-- A deal talked about in several conversations concerns each: events names the first, this table the others.
CREATE TABLE event_conversations (
    tenant_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, conversation_state_id, event_id)
);
CREATE INDEX event_conversations_event ON event_conversations (tenant_id, event_id);

-- One row a conversation: whoever folds it holds this row's lock.
CREATE TABLE conversations (
    tenant_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, conversation_state_id)
);

-- What must be folded again. Only ever added to and deleted from, so that marking never waits for whoever folds.
CREATE TABLE due_conversations (
    tenant_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    due_id bigint GENERATED ALWAYS AS IDENTITY,
    reason text NOT NULL CHECK (reason IN ('busy', 'label', 'setting')),
    due_since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_state_id, due_id)
);
-- Across tenants: the oldest first, so that a tenant with many marks doesn't hold up the others.
CREATE INDEX due_conversations_age ON due_conversations (due_id);

CREATE TABLE outcome_records (
    tenant_id uuid NOT NULL,
    outcome_id uuid NOT NULL,
    action_event_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    acted_at timestamptz NOT NULL,
    window_expires_at timestamptz NOT NULL,
    resolved_at timestamptz,
    -- The latest `now` that saw the window closed without a decision: what has expired is not pending again.
    expiry_seen_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    signal_event_id uuid,
    predicted_confidence double precision NOT NULL CHECK (predicted_confidence BETWEEN 0 AND 1),
    outcome_score double precision CHECK (outcome_score BETWEEN 0 AND 1),
    evidence_weight double precision NOT NULL CHECK (evidence_weight >= 0),
    revision bigint NOT NULL CHECK (revision >= 1),
    is_primary boolean NOT NULL,
    -- What has been said to the aggregators: nothing yet, the sample, or that there is none any more.
    sample_state text NOT NULL CHECK (sample_state IN ('none', 'present', 'retracted')),
    outcome_type text NOT NULL
    CHECK (outcome_type IN ('email_engagement', 'meeting_outcome', 'escalation_result', 'deal_progression')),
    outcome_status text NOT NULL
    CHECK (outcome_status IN ('pending', 'positive', 'negative', 'ambiguous', 'expired')),
    signal_source text CHECK (signal_source IN ('automatic', 'human_label')),
    action_type text NOT NULL,
    action_id text NOT NULL,
    deal_id text,
    rep_id text,
    channel text,
    metadata jsonb,
    PRIMARY KEY (tenant_id, outcome_id)
) WITH (fillfactor = 70);
CREATE INDEX outcome_records_conversation ON outcome_records (tenant_id, conversation_state_id);
-- Across tenants: whoever closes windows takes the oldest first.
CREATE INDEX outcome_records_open ON outcome_records (window_expires_at) WHERE outcome_status = 'pending';

-- A conversion with all its touches in one row: credits are written and read together, and sum to 1,000,000.
CREATE TABLE conversions (
    tenant_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    signal_event_id uuid NOT NULL,
    model text NOT NULL,
    action_event_ids uuid[] NOT NULL,
    credit_micros integer[] NOT NULL CHECK (cardinality(credit_micros) = cardinality(action_event_ids)),
    PRIMARY KEY (tenant_id, conversation_state_id, signal_event_id)
) WITH (fillfactor = 80);

CREATE VIEW attribution_credits WITH (security_invoker = true) AS
SELECT
    c.tenant_id,
    c.signal_event_id,
    c.conversation_state_id,
    t.action_event_id,
    c.model,
    t.credit_micros,
    t.position::integer AS position,
    cardinality(c.action_event_ids) AS touches
FROM conversions AS c
CROSS JOIN LATERAL unnest(c.action_event_ids, c.credit_micros)
    WITH ORDINALITY AS t (action_event_id, credit_micros, position);

-- A person's acts on an outcome; the latest one holds.
CREATE TABLE outcome_labels (
    tenant_id uuid NOT NULL,
    label_id uuid NOT NULL,
    outcome_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    labelled_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('positive', 'negative', 'withdrawn')),
    score double precision CHECK (score BETWEEN 0 AND 1),
    labelled_by text NOT NULL,
    comment text,
    PRIMARY KEY (tenant_id, label_id)
);
CREATE INDEX outcome_labels_conversation ON outcome_labels (tenant_id, conversation_state_id);

-- Events that wait to be published; a row goes when Redis has it.
CREATE TABLE outbox (
    tenant_id uuid NOT NULL,
    outbox_id bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    occurred_at timestamptz NOT NULL,
    data text NOT NULL,
    PRIMARY KEY (tenant_id, outbox_id)
);
CREATE INDEX outbox_age ON outbox (outbox_id);

CREATE TABLE calibration_samples (
    tenant_id uuid NOT NULL,
    outcome_id uuid NOT NULL,
    revision bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('present', 'retracted')),
    action_type text NOT NULL,
    predicted_confidence double precision NOT NULL,
    outcome smallint CHECK (outcome IN (0, 1)),
    weight double precision CHECK (weight >= 0),
    calibration_version bigint,
    acted_at timestamptz NOT NULL,
    window_expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, outcome_id)
) WITH (fillfactor = 80);

CREATE TABLE calibration_bins (
    tenant_id uuid NOT NULL,
    action_type text NOT NULL,
    bin_index smallint NOT NULL CHECK (bin_index BETWEEN 0 AND 9),
    bin_lower double precision GENERATED ALWAYS AS (bin_index / 10.0::double precision) STORED,
    bin_upper double precision GENERATED ALWAYS AS ((bin_index + 1) / 10.0::double precision) STORED,
    sample_count bigint NOT NULL CHECK (sample_count >= 0),
    weight_sum double precision NOT NULL,
    weight_square_sum double precision NOT NULL,
    outcome_sum double precision NOT NULL,
    confidence_mean double precision NOT NULL,
    confidence_m2 double precision NOT NULL,
    brier_sum double precision NOT NULL,
    actual_rate double precision GENERATED ALWAYS AS (
        CASE WHEN sample_count > 0 AND weight_sum > 0 THEN outcome_sum / weight_sum END
    ) STORED,
    last_updated timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, action_type, bin_index)
) WITH (fillfactor = 50);

CREATE TABLE tenant_settings (
    tenant_id uuid NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key)
);

-- Tenants never meet: the API's role sees the tenant that its transaction names, and none where it names none.
DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'events', 'event_conversations', 'conversations', 'due_conversations', 'outcome_records', 'conversions',
        'outcome_labels', 'outbox', 'calibration_samples', 'calibration_bins', 'tenant_settings'
    ] LOOP
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
    GRANT SELECT ON attribution_credits TO reckoner_worker, reckoner_api;
END
$$;
