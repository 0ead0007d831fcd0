import EventModel
import Feedback
import Store

/// Feedback as JSON.
enum FeedbackDocument {
  static func entry(_ row: FeedbackRow, isCurrent: Bool) -> JSONValue {
    let (rating, withdraws): (FeedbackRating?, FeedbackID?) =
      switch row.kind {
      case .set(let rating): (rating, nil)
      case .withdrawn(let id): (nil, id)
      }
    return .object([
      "feedback_id": .string(row.id.description),
      "target_type": .string(row.target.type.rawValue),
      "target_id": .string(row.target.id.text),
      "source": .string(row.source.rawValue),
      "rating": .count(rating?.value),
      "normalized_rating": .real(rating?.normalized),
      "withdraws": .text(withdraws?.description),
      "comment": .text(row.comment),
      "outcome_record_id": .text(row.outcomeID?.description),
      "reviewer_id": .string(row.reviewer.text),
      "reviewer_role": .string(row.reviewerRole),
      "created_at": .time(row.createdAt),
      "is_current": .bool(isCurrent),
    ])
  }

  static func distribution(_ distribution: RatingDistribution) -> JSONValue {
    .object([
      "source": .string(distribution.source.rawValue),
      "counts": .array(
        zip(distribution.source.ratings, distribution.counts).map { rating, count in
          .object(["rating": .count(rating), "count": .count(count)])
        }
      ),
      "total_count": .count(distribution.totalCount),
      "normalized_mean": estimate(distribution.mean),
    ])
  }

  static func estimate(_ estimate: IntervalEstimate?) -> JSONValue {
    guard let estimate else { return .null }
    return .object([
      "value": .real(estimate.value), "interval_lower": .real(estimate.lower), "interval_upper": .real(estimate.upper),
    ])
  }

  static func change(_ change: FeedbackTrend.Change) -> JSONValue {
    .object(["statement": .string(change.statement.rawValue), "difference": estimate(change.difference)])
  }

  static func fatigue(_ reviewer: ReviewerID, _ fatigue: ReviewerFatigue) -> JSONValue {
    .object([
      "reviewer_id": .string(reviewer.text),
      "is_flagged": .bool(fatigue.isFlagged),
      "reasons": .array(fatigue.reasons.map { .string($0.rawValue) }),
    ])
  }
}
