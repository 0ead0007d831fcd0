import EventModel
public import Feedback
public import Store

/// Of many entries, the one rating that counts of each person and target.
public struct CurrentRatings: Sendable {
  struct Key: Hashable, Sendable {
    let reviewer: ReviewerID
    let target: FeedbackTarget
  }

  /// The entries that count, in the order of time.
  public let entries: [FeedbackRow]

  public init(_ rows: [FeedbackRow]) {
    let histories = Dictionary(grouping: rows) { Key(reviewer: $0.reviewer, target: $0.target) }
    let current = Set(histories.values.compactMap { FeedbackHistory($0.map(\.entry)).current?.id })
    entries = rows.filter { current.contains($0.id) }
  }

  /// The ratings of an outcome's action, or of the outcome as the person had it before them.
  public func ratings(about outcome: OutcomeRow) -> [FeedbackRating] {
    let names = [outcome.actionEventID.description, outcome.actionID.text]
    let fitting = entries.filter { entry in
      entry.conversationID == outcome.conversationID
        && (entry.outcomeID == outcome.id || names.contains(entry.target.id.text))
    }
    return fitting.compactMap(\.entry.rating)
  }
}
