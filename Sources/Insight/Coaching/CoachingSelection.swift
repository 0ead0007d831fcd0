import Coaching
import EventModel
import PostgresClient
import Store

/// The outcomes that a report counts: the latest of its period, together with their conversations.
///
/// Chosen by time, and read by conversation, because a conversation has to be tallied in one piece. So the ids of all
/// are kept meanwhile, 40 bytes each.
struct CoachingSelection: Sendable {
  private struct Member {
    let conversationID: ConversationID
    let outcomeID: OutcomeID
    let actedAt: Timestamp
  }

  private var members: [Member] = []
  /// Older outcomes of the period.
  private(set) var leftOutCount: Int64 = 0
  /// Values that are not told apart, because their attribute has too many.
  private(set) var rareValues: Set<AttributeValue> = []

  static func read(
    _ scope: CoachingScope,
    limits: CoachingLimits,
    in transaction: PostgresTransaction
  ) async throws -> Self {
    var selection = CoachingSelection()
    var counts = ValueCounts()
    var last: PageCoachingOutcomes.Row?
    while true {
      let wanted = min(limits.selectionPageCount, limits.outcomeCountMax - selection.members.count)
      // One more than is wanted tells whether any are left.
      let page = try await transaction.send(PageCoachingOutcomes(of: scope, after: last, countMax: wanted + 1))
      for row in page.prefix(wanted) {
        selection.members.append(
          Member(conversationID: row.conversationID, outcomeID: row.outcomeID, actedAt: row.actedAt)
        )
        counts.add(row)
      }
      if page.count <= wanted { break }
      last = page[wanted - 1]
      if selection.members.count == limits.outcomeCountMax {
        let count = try await transaction.send(CountCoachingOutcomes(of: scope)).first ?? 0
        selection.leftOutCount = count - Int64(selection.members.count)
        break
      }
    }
    selection.members.sort { ($0.conversationID, $0.outcomeID) < ($1.conversationID, $1.outcomeID) }
    selection.rareValues = counts.rare
    return selection
  }

  /// Whole conversations, as many as have so many outcomes together, with the time of each outcome's action.
  func pages(outcomeCount: Int) -> some Sequence<[(id: OutcomeID, actedAt: Timestamp)]> {
    sequence(state: members.startIndex) { start -> [(id: OutcomeID, actedAt: Timestamp)]? in
      guard start < members.endIndex else { return nil }
      var end = min(start + outcomeCount, members.endIndex)
      while end < members.endIndex, members[end].conversationID == members[end - 1].conversationID { end += 1 }
      defer { start = end }
      return members[start..<end].map { (id: $0.outcomeID, actedAt: $0.actedAt) }
    }
  }
}

extension ValueCounts {
  /// What an outcome's row says of its action.
  fileprivate mutating func add(_ row: PageCoachingOutcomes.Row) {
    add(.actionType(row.actionType))
    if let channel = row.channel { add(.channel(channel)) }
    if let rep = row.repID { add(.rep(rep)) }
  }
}
