public import EventModel
public import Feedback
public import PostgresClient
import Store

/// What was asked and said in a period, and by whom.
public struct FeedbackPeriod: Sendable {
  /// Entries and questions that are looked at; the newest ones, where there are more.
  public static let countMax = 20_000

  public let summary: FeedbackSummary
  public let activity: [ReviewerID: ReviewerActivity]
  /// Whether more was said or asked than is looked at.
  public let isCut: Bool

  /// - Parameters:
  ///   - reviewers: only what these said; `nil` is everybody.
  public static func read(
    of tenant: TenantID,
    from: Timestamp,
    until: Timestamp,
    reviewers: Set<String>?,
    in postgres: PostgresPool
  ) async throws -> FeedbackPeriod {
    let (allSaid, allAsked) = try await postgres.send(
      PageFeedback(of: tenant, from: from, until: until, countMax: countMax),
      PagePrompts(of: tenant, from: from, until: until, countMax: countMax)
    )
    let said = allSaid.filter { reviewers?.contains($0.reviewer.text) ?? true }
    let asked = allAsked.filter { reviewers?.contains($0.reviewer.text) ?? true }
    let successes =
      said.isEmpty
      ? [] : try await postgres.send(ListActionSuccess(in: Set(said.map(\.conversationID)), of: tenant))
    return FeedbackPeriod(
      said: said,
      asked: asked,
      successes: successes,
      isCut: allSaid.count == countMax || allAsked.count == countMax
    )
  }

  init(said: [FeedbackRow], asked: [PromptRow], successes: [ListActionSuccess.Row], isCut: Bool) {
    self.isCut = isCut
    var summary = FeedbackSummary()
    var activity: [ReviewerID: ReviewerActivity] = [:]
    let answers = Dictionary(grouping: said) { CurrentRatings.Key(reviewer: $0.reviewer, target: $0.target) }
    let questions = Dictionary(grouping: asked) { CurrentRatings.Key(reviewer: $0.reviewer, target: $0.target) }
    for (key, times) in questions {
      // A question that was shown on several days is one question.
      let first = times.map(\.askedAt).min() ?? times[0].askedAt
      let isAnswered = answers[key]?.contains { $0.createdAt >= first } ?? false
      summary.addAskedAction(isAnswered: isAnswered)
      activity[key.reviewer, default: ReviewerActivity()].rate.add(isAnswered: isAnswered)
    }
    let current = CurrentRatings(said).entries
    for entry in current {
      guard let rating = entry.entry.rating else { continue }
      activity[entry.reviewer, default: ReviewerActivity()].ratings.add(rating)
    }
    let outcomes = SuccessIndex(successes)
    for (target, entries) in Dictionary(grouping: current, by: { TargetKey($0) }).sorted(by: { $0.key < $1.key }) {
      summary.addTarget(
        ratings: entries.compactMap(\.entry.rating),
        didSucceed: outcomes.didSucceed(target, outcomeID: entries.compactMap(\.outcomeID).first)
      )
    }
    self.summary = summary
    self.activity = activity
  }

  /// What people point at may have the same name in two conversations.
  fileprivate struct TargetKey: Hashable, Comparable {
    let conversationID: ConversationID
    let target: FeedbackTarget

    init(_ row: FeedbackRow) {
      conversationID = row.conversationID
      target = row.target
    }

    static func < (left: Self, right: Self) -> Bool {
      left.conversationID == right.conversationID
        ? left.target < right.target : left.conversationID < right.conversationID
    }
  }

  /// Actions by each of the names that feedback may call them.
  private struct SuccessIndex {
    private var byName: [ConversationID: [String: Bool]] = [:]
    private var byOutcome: [OutcomeID: Bool] = [:]

    init(_ rows: [ListActionSuccess.Row]) {
      for row in rows {
        byName[row.conversationID, default: [:]][row.actionEventID.description] = row.didSucceed
        byName[row.conversationID, default: [:]][row.actionID.text] = row.didSucceed
        byOutcome[row.outcomeID] = row.didSucceed
      }
    }

    func didSucceed(_ key: TargetKey, outcomeID: OutcomeID?) -> Bool? {
      byName[key.conversationID]?[key.target.id.text] ?? outcomeID.flatMap { byOutcome[$0] }
    }
  }
}
