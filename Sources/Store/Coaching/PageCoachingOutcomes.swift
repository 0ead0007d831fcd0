public import Coaching
public import EventModel
import FoundationEssentials
public import PostgresClient

/// The next page of the outcomes that coaching looks at, by the time of their actions, the latest first: which they are,
/// and to what they belong.
public struct PageCoachingOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let outcomeID: OutcomeID
    public let conversationID: ConversationID
    public let actedAt: Timestamp
    public let actionType: ActionType
    public let channel: ChannelName?
    public let repID: RepID?
  }

  private let scope: CoachingScope
  private let last: Row?
  private let countMax: Int

  /// - Parameter last: outcomes behind this one; `nil` is from the beginning.
  public init(of scope: CoachingScope, after last: Row?, countMax: Int) {
    self.scope = scope
    self.last = last
    self.countMax = countMax
  }

  // No outcome has an id below the nil UUID, so that the first page ends before the period's end without a case of its
  // own, and every page begins where the index says. Months are taken out by a bound of the time alone.
  public static let sql = """
    SELECT outcome_id, conversation_state_id, acted_at, action_type, channel, rep_id
    FROM learning.outcome_records
    WHERE \(CoachingScope.condition) AND acted_at <= $5 AND (acted_at, outcome_id) < ($5, $6)
    ORDER BY acted_at DESC, outcome_id DESC
    LIMIT $7
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(scope)
    parameters.append(PostgresTimestamp(last?.actedAt ?? scope.to))
    parameters.append(last?.outcomeID.uuid ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      outcomeID: try row.identifier(),
      conversationID: try row.identifier(),
      actedAt: try row.time(),
      actionType: ActionType(try row.string()),
      channel: try row.optionalString().map { ChannelName($0) },
      repID: try row.optionalString().map { RepID($0) }
    )
  }
}
