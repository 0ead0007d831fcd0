import EventModel
public import PostgresClient

/// Moves what a conversation's outcomes are in the daily tables to what stays of erased ones: the count of
/// `outcome_rollup_recounts`, of this conversation alone.
public struct RetireOutcomes: PostgresStatement {
  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    \(OutcomeRollupTable.retiring) (
      SELECT tenant_id, (acted_at AT TIME ZONE 'UTC')::date, coalesce(rep_id, ''), action_type, coalesce(channel, ''),
        outcome_type, is_primary,
        count(*) FILTER (WHERE outcome_status = 'pending'),
        count(*) FILTER (WHERE outcome_status = 'positive'),
        count(*) FILTER (WHERE outcome_status = 'negative'),
        count(*) FILTER (WHERE outcome_status = 'ambiguous'),
        count(*) FILTER (WHERE outcome_status = 'expired'),
        count(*) FILTER (WHERE signal_source = 'human_label'),
        count(*) FILTER (WHERE sample_state = 'present'),
        coalesce(sum(round(evidence_weight * 1000000)::bigint) FILTER (WHERE sample_state = 'present'), 0)::bigint,
        coalesce(
          sum(round(evidence_weight * predicted_confidence * 1000000)::bigint)
            FILTER (WHERE sample_state = 'present'), 0)::bigint,
        coalesce(
          sum(round(evidence_weight * 1000000)::bigint)
            FILTER (WHERE sample_state = 'present' AND outcome_status = 'positive'), 0)::bigint
      FROM learning.outcome_records
      WHERE tenant_id = $1 AND conversation_state_id = $2
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    \(OutcomeRollupTable.retired)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }
}
