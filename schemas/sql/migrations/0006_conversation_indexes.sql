-- The indexes by conversation begin with the conversation. Beginning with the tenant, they were taken for a way to one
-- event or outcome of the tenant as well, by plans that were made while the tables were small.

SET LOCAL ROLE reckoner_owner;
SET LOCAL search_path = learning;

DROP INDEX events_conversation;
CREATE INDEX events_conversation ON events (conversation_state_id, tenant_id);
DROP INDEX outcome_records_conversation;
CREATE INDEX outcome_records_conversation ON outcome_records (conversation_state_id, tenant_id);
