public import EventModel
public import PostgresClient

/// Locks the rows of changes that a conversation's outcomes or signals appear in, to be folded before these go. Nobody may
/// be folding.
public struct LockConcernedRollups: PostgresStatement {
  public typealias Row = ClaimRollupChanges.Row

  private let key: ConversationKey
  private let signals: [EventID]

  /// - Parameter signals: as ``ListConcernedSignals`` says.
  public init(of key: ConversationKey, signals: [EventID]) {
    self.key = key
    self.signals = signals
  }

  public static let sql = """
    SELECT tenant_id, change_id, 0::bigint
    FROM learning.rollup_changes
    WHERE tenant_id = $1
      AND (
        signal_event_ids && $3::uuid[]
        OR outcome_ids && ARRAY(
          SELECT outcome_id FROM learning.outcome_records WHERE tenant_id = $1 AND conversation_state_id = $2)
      )
    ORDER BY change_id
    FOR UPDATE
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
    parameters.append(signals.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try ClaimRollupChanges.decode(&row)
  }
}
