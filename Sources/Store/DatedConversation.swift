public import EventModel
import FoundationEssentials
import PostgresClient

/// A conversation with the months in which its events lie: what is read of it is looked for in these months alone.
public struct DatedConversation: Hashable, Sendable {
  public let key: ConversationKey
  /// All of its events' at least, but for those that marks in `due_conversations` stand for.
  public var months: MonthSpan

  /// - Parameter months: every month where they aren't known.
  public init(_ key: ConversationKey, months: MonthSpan = .always) {
    self.key = key
    self.months = months
  }
}

extension DatedConversation {
  /// What ``PostgresParameters/append(rows:)`` adds first, as rows: to be named tenant_id, conversation_state_id, events_from,
  /// events_to.
  static let unnested = "unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])"

  /// The events of the row `wanted`, but for those of other conversations that concern it too.
  static let events = rows(of: "learning.events", at: "occurred_at")
  /// The outcomes of the row `wanted`.
  static let outcomes = rows(of: "learning.outcome_records", at: "acted_at")

  /// The event of the row `key` of `event_keys`, where it lies in the months of all conversations together.
  static let eventOfKey = """
    SELECT * FROM learning.events AS found
          WHERE found.conversation_state_id = key.conversation_state_id AND found.tenant_id = key.tenant_id
            AND found.occurred_at = key.occurred_at AND found.event_id = key.event_id
            AND found.occurred_at >= $5 AND found.occurred_at < $6
          OFFSET 0
    """

  /// The months of all conversations together take partitions out before any row is looked at, and the months of each take
  /// out more for its own rows. OFFSET 0 keeps the two sides apart: a planner that sees the values might read all that the
  /// table has of these months, once for all conversations, and look through it for each.
  private static func rows(of table: String, at time: String) -> String {
    """
    SELECT * FROM \(table) AS found
          WHERE found.conversation_state_id = wanted.conversation_state_id AND found.tenant_id = wanted.tenant_id
            AND found.\(time) >= wanted.events_from AND found.\(time) < wanted.events_to
            AND found.\(time) >= $5 AND found.\(time) < $6
          OFFSET 0
    """
  }
}

extension PostgresParameters {
  /// Four parameters: tenants, ids, first and last months of the conversations.
  mutating func append(rows conversations: [DatedConversation]) {
    append(conversations.map(\.key))
    append(conversations.map { PostgresTimestamp($0.months.from) })
    append(conversations.map { PostgresTimestamp($0.months.to) })
  }

  /// The same, and two more: the first and last month of all.
  mutating func append(_ conversations: [DatedConversation]) {
    append(rows: conversations)
    append(PostgresTimestamp(conversations.map(\.months.from).min() ?? MonthSpan.always.from))
    append(PostgresTimestamp(conversations.map(\.months.to).max() ?? MonthSpan.always.to))
  }
}

extension PostgresRowReader {
  mutating func datedConversation() throws(PostgresError) -> DatedConversation {
    DatedConversation(try conversationKey(), months: MonthSpan(from: try time(), to: try time()))
  }
}
