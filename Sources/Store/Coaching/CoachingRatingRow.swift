public import Coaching
public import EventModel
public import Feedback
public import FoundationEssentials

/// What a person said of a pattern. Rows only come: the last one of a person about a pattern counts.
public struct CoachingRatingRow: Hashable, Sendable {
  /// Of the act: the same act twice is one.
  public let ratingID: UUID
  public let tenantID: TenantID
  public let patternID: PatternID
  public let reviewerID: ReviewerID
  /// Whether the pattern is of use; `nil` takes back what the person said before.
  public let isUseful: Bool?
  public let comment: String?
  public let createdAt: Timestamp

  public init(
    ratingID: UUID,
    tenantID: TenantID,
    patternID: PatternID,
    reviewerID: ReviewerID,
    isUseful: Bool?,
    comment: String?,
    createdAt: Timestamp
  ) {
    self.ratingID = ratingID
    self.tenantID = tenantID
    self.patternID = patternID
    self.reviewerID = reviewerID
    self.isUseful = isUseful
    self.comment = comment
    self.createdAt = createdAt
  }
}
