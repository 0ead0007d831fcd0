import Coaching
import EventModel
import Feedback
public import FoundationEssentials
public import PostgresClient

/// Notes what a person said of a pattern. Returns its id where it is new; an act that is there stays as it is.
public struct InsertCoachingRating: PostgresStatement {
  public typealias Row = UUID

  private let rating: CoachingRatingRow

  public init(_ rating: CoachingRatingRow) {
    self.rating = rating
  }

  public static let sql = """
    INSERT INTO learning.coaching_ratings (
      tenant_id, rating_id, pattern_id, reviewer_id, useful, comment, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, rating_id) DO NOTHING
    RETURNING rating_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rating.tenantID.uuid)
    parameters.append(rating.ratingID)
    parameters.append(rating.patternID.description)
    parameters.append(rating.reviewerID.text)
    parameters.append(rating.isUseful)
    parameters.append(rating.comment)
    parameters.append(PostgresTimestamp(rating.createdAt))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> UUID {
    try row.uuid()
  }
}
