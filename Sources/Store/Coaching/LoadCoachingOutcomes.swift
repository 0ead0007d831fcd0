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
  private let outcomes: [OutcomeID]
  private let timeZone: TimeZoneName

  /// - Parameter timeZone: one that the server knows.
  public init(_ outcomes: [OutcomeID], of tenantID: TenantID, in timeZone: TimeZoneName) {
    self.outcomes = outcomes
    self.tenantID = tenantID
    self.timeZone = timeZone
  }

  public static let sql = """
    SELECT record.conversation_state_id, record.action_event_id, record.outcome_type, record.outcome_status,
      record.acted_at,
      extract(epoch FROM (record.acted_at AT TIME ZONE $3) - (record.acted_at AT TIME ZONE 'UTC'))::int8,
      record.action_type, record.channel, record.rep_id
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, outcome_id)
    JOIN learning.outcome_records AS record USING (tenant_id, outcome_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    // With each outcome: a tenant that is a constant makes every index that begins with it look good to a planner that
    // knows nothing of the table yet.
    parameters.append(Array(repeating: tenantID.uuid, count: outcomes.count))
    parameters.append(outcomes.map(\.uuid))
    parameters.append(timeZone.text)
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
