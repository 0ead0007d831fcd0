-- Erasure: which conversations must not come back, what they had contributed to figures that stay, and a receipt of each.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

-- What must not be recorded again. Only the hash is kept: SHA-256 of the tenant's and the conversation's 16 bytes.
CREATE TABLE erased_conversations (
    tenant_id uuid NOT NULL,
    conversation_hash bytea NOT NULL CHECK (octet_length(conversation_hash) = 32),
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, conversation_hash)
);

-- Samples name their outcome and no conversation: what must not be folded again, by the same hash of the outcome's id.
CREATE TABLE erased_outcomes (
    tenant_id uuid NOT NULL,
    outcome_hash bytea NOT NULL CHECK (octet_length(outcome_hash) = 32),
    PRIMARY KEY (tenant_id, outcome_hash)
);

-- One for each erased conversation, whose id it doesn't say.
CREATE TABLE erasure_receipts (
    tenant_id uuid NOT NULL,
    receipt_id uuid NOT NULL,
    conversation_hash bytea NOT NULL CHECK (octet_length(conversation_hash) = 32),
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL,
    reason text NOT NULL,
    -- When the tables were free of it; null: not yet.
    tables_erased_at timestamptz,
    -- When everything was; null: the command has to be run again.
    completed_at timestamptz,
    -- Rows by table, and entries by the kind of stream, that were removed.
    row_counts jsonb NOT NULL,
    entry_counts jsonb NOT NULL,
    PRIMARY KEY (tenant_id, receipt_id),
    UNIQUE (tenant_id, conversation_hash)
);
CREATE INDEX erasure_receipts_open ON erasure_receipts (requested_at) WHERE completed_at IS NULL;

-- What removed conversations had contributed to the daily tables, summed up over all of them.
CREATE TABLE retired_outcome_rollups (LIKE outcome_rollups INCLUDING ALL);
CREATE TABLE retired_action_rollups (LIKE action_rollups INCLUDING ALL);
CREATE TABLE retired_impact_rollups (LIKE impact_rollups INCLUDING ALL);

-- A sample whose outcome is gone. Of an erased conversation it has a random outcome_id, which names nothing.
ALTER TABLE calibration_samples ADD COLUMN is_detached boolean NOT NULL DEFAULT false;

DO $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'erased_conversations', 'erased_outcomes', 'erasure_receipts', 'retired_outcome_rollups',
        'retired_action_rollups', 'retired_impact_rollups'
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
END
$$;

-- The second half of the advisory lock between a removal and what people say of the tenant's conversations.
CREATE FUNCTION removal_bucket(tenant uuid) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN get_byte(uuid_send(tenant), 14) % 16 * 16 + get_byte(uuid_send(tenant), 15) % 16;

-- What people say comes past the workers, and so past their locks. Whoever comes while a conversation is being removed waits,
-- and then begins again, which finds the conversation gone. 1163018579 are the bytes of "ERAS".
CREATE FUNCTION refuse_removed_conversation() RETURNS trigger
LANGUAGE plpgsql
SET search_path = learning, pg_catalog
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1163018579, removal_bucket(NEW.tenant_id));
    IF NOT EXISTS (
        SELECT FROM conversations
        WHERE tenant_id = NEW.tenant_id AND conversation_state_id = NEW.conversation_state_id
    ) THEN
        RAISE EXCEPTION 'the conversation was removed' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER outcome_labels_removal BEFORE INSERT ON outcome_labels
FOR EACH ROW EXECUTE FUNCTION refuse_removed_conversation();
CREATE TRIGGER feedback_entries_removal BEFORE INSERT ON feedback_entries
FOR EACH ROW EXECUTE FUNCTION refuse_removed_conversation();
CREATE TRIGGER feedback_prompts_removal BEFORE INSERT ON feedback_prompts
FOR EACH ROW EXECUTE FUNCTION refuse_removed_conversation();
