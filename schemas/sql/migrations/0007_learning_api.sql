-- What people tell and decide through the learning API, and the ways by which it finds outcomes.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- Everything that a person said about a message, a decision or a conversation. A row never changes: who rates again or
-- withdraws adds one, and the last one counts.
CREATE TABLE feedback_entries (
    tenant_id uuid NOT NULL,
    feedback_id uuid NOT NULL,
    conversation_state_id uuid NOT NULL,
    -- The outcome that the person had before them; null where none was named.
    outcome_record_id uuid,
    target_type text NOT NULL CHECK (target_type IN ('message', 'decision', 'conversation')),
    target_id text NOT NULL,
    source text NOT NULL CHECK (source IN ('inline', 'dashboard')),
    -- inline: -1, 0 or 1; dashboard: 1 to 5; null: takes back what `withdraws` says.
    rating smallint CHECK (
        source = 'inline' AND rating BETWEEN -1 AND 1
        OR source = 'dashboard' AND rating BETWEEN 1 AND 5
    ),
    withdraws uuid,
    -- What the person said that the outcome was, along with the rating. The act on the outcome has the entry's id.
    label text CHECK (label IN ('positive', 'negative')),
    comment text,
    reviewer_id text NOT NULL,
    reviewer_role text NOT NULL CHECK (reviewer_role IN ('rep', 'manager', 'executive', 'operator')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, feedback_id),
    CHECK ((rating IS NULL) = (withdraws IS NOT NULL)),
    CHECK (label IS NULL OR outcome_record_id IS NOT NULL)
);
CREATE INDEX feedback_entries_conversation ON feedback_entries (conversation_state_id, tenant_id);
CREATE INDEX feedback_entries_time ON feedback_entries (tenant_id, created_at);

-- Which questions a reviewer was shown on which day: what the rate of feedback is a rate of.
CREATE TABLE feedback_prompts (
    tenant_id uuid NOT NULL,
    reviewer_id text NOT NULL,
    -- In UTC.
    asked_on date NOT NULL,
    target_type text NOT NULL CHECK (target_type IN ('message', 'decision', 'conversation')),
    target_id text NOT NULL,
    conversation_state_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, asked_on, reviewer_id, target_type, target_id)
);
CREATE INDEX feedback_prompts_conversation ON feedback_prompts (conversation_state_id, tenant_id);

-- What readers think of a coaching pattern. Append-only, as feedback is.
CREATE TABLE coaching_ratings (
    tenant_id uuid NOT NULL,
    rating_id uuid NOT NULL,
    pattern_id text NOT NULL,
    reviewer_id text NOT NULL,
    -- null: taken back.
    useful boolean,
    comment text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, rating_id)
);
CREATE INDEX coaching_ratings_pattern ON coaching_ratings (tenant_id, pattern_id);

-- Who did what to the dead letters, to be able to explain it later. No payloads.
CREATE TABLE operator_actions (
    tenant_id uuid NOT NULL,
    action_id uuid NOT NULL,
    acted_at timestamptz NOT NULL,
    actor_id text NOT NULL,
    action text NOT NULL CHECK (action IN ('replay', 'discard')),
    detail jsonb NOT NULL,
    PRIMARY KEY (tenant_id, action_id)
);

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'feedback_entries', 'feedback_prompts', 'coaching_ratings', 'operator_actions'
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
        -- Only ever added to.
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reckoner_api', table_name);
    END LOOP;
END
$$;

-- A label is one more event of its conversation: the API records it and marks the conversation due.
GRANT INSERT ON outcome_labels, due_conversations TO reckoner_api;
-- Managers decide on corrections.
GRANT INSERT, UPDATE ON calibration_state, calibration_adjustments TO reckoner_api;
-- What they decide is announced to the agents.
GRANT INSERT ON outbox TO reckoner_api;

-- The lists of outcomes: all of a tenant's by the time of action; those that wait for a person; escalations.
CREATE INDEX outcome_records_time ON outcome_records (tenant_id, acted_at, outcome_id);
CREATE INDEX outcome_records_ambiguous ON outcome_records (tenant_id, acted_at, outcome_id)
WHERE outcome_status = 'ambiguous';
CREATE INDEX outcome_records_escalations ON outcome_records (tenant_id, acted_at, outcome_id)
WHERE outcome_type = 'escalation_result';
