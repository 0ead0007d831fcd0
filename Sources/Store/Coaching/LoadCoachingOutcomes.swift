public import Coaching
public import EventModel
public import PostgresClient
public import SettingModel

/// What became of some outcomes of a tenant, and what their rows say of their actions.
public struct LoadCoachingOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let conversationID: ConversationID
    public let actionEventID: EventID
    public let outcomeType: OutcomeType
    public let status: OutcomeStatus
    public let actedAt: Timestamp
    /// Of the time zone from UTC at the time of the action, positive to the east.
    public let zoneOffset: TimeInterval
    public let actionType: ActionType
    /// `nil` where the action names none; so with the rep.
    public let channel: ChannelName?
    public let repID: RepID?
  }

  private let tenantID: TenantID
  private let outcomes: [(id: OutcomeID, actedAt: Timestamp)]
  private let timeZone: TimeZoneName

  /// - Parameters:
  ///   - outcomes: with the time of their actions.
  ///   - timeZone: one that the server knows.
  public init(_ outcomes: [(id: OutcomeID, actedAt: Timestamp)], of tenantID: TenantID, in timeZone: TimeZoneName) {
    self.outcomes = outcomes
    self.tenantID = tenantID
    self.timeZone = timeZone
  }

  public static let sql = """
    SELECT record.conversation_state_id, record.action_event_id, record.outcome_type, record.outcome_status,
      record.acted_at,
      extract(epoch FROM (record.acted_at AT TIME ZONE $3) - (record.acted_at AT TIME ZONE 'UTC'))::int8,
      record.action_type, record.channel, record.rep_id
    FROM unnest($1::uuid[], $2::uuid[], $4::timestamptz[]) AS wanted (tenant_id, outcome_id, acted_at)
    CROSS JOIN LATERAL (
      SELECT * FROM learning.outcome_records AS found
      WHERE found.tenant_id = wanted.tenant_id AND found.outcome_id = wanted.outcome_id
        AND found.acted_at = wanted.acted_at AND found.acted_at >= $5 AND found.acted_at <= $6
      OFFSET 0
    ) AS record
    """

  public func bind(_ parameters: inout PostgresParameters) {
    // With each outcome: a tenant that is a constant makes every index that begins with it look good to a planner that
    // knows nothing of the table yet.
    parameters.append(Array(repeating: tenantID.uuid, count: outcomes.count))
    parameters.append(outcomes.map(\.id.uuid))
    parameters.append(timeZone.text)
    parameters.append(outcomes.map { PostgresTimestamp($0.actedAt) })
    parameters.append(PostgresTimestamp(outcomes.map(\.actedAt).min() ?? MonthSpan.always.from))
    parameters.append(PostgresTimestamp(outcomes.map(\.actedAt).max() ?? MonthSpan.always.to))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      conversationID: try row.identifier(),
      actionEventID: try row.identifier(),
      outcomeType: try row.word(),
      status: try row.word(),
      actedAt: try row.time(),
      zoneOffset: .seconds(try row.int64()),
      actionType: ActionType(try row.string()),
      channel: try row.optionalString().map { ChannelName($0) },
      repID: try row.optionalString().map { RepID($0) }
    )
  }
}
