public import Coaching
public import EventModel
public import Feedback
public import PostgresClient

/// What people think of some patterns of a tenant: the last rating of each person, the latest first, unless it was taken
/// back; with the counts over all of them.
public struct ListCoachingRatings: PostgresStatement {
  public struct Row: Sendable {
    public let patternID: PatternID
    public let reviewerID: ReviewerID
    public let isUseful: Bool
    public let comment: String?
    public let createdAt: Timestamp
    /// Of the pattern, also where some of its ratings are not listed.
    public let usefulCount: Int64
    public let uselessCount: Int64
  }

  private let tenantID: TenantID
  private let patterns: [PatternID]
  private let countMax: Int

  /// - Parameter countMax: ratings of each pattern, at least 1.
  public init(of patterns: [PatternID], tenant tenantID: TenantID, countMax: Int) {
    self.patterns = patterns
    self.tenantID = tenantID
    self.countMax = countMax
  }

  public static let sql = """
    SELECT pattern_id, reviewer_id, useful, comment, created_at, useful_count, useless_count
    FROM (
      SELECT pattern_id, reviewer_id, useful, comment, created_at,
        count(*) FILTER (WHERE useful) OVER pattern AS useful_count,
        count(*) FILTER (WHERE NOT useful) OVER pattern AS useless_count,
        row_number() OVER (PARTITION BY pattern_id ORDER BY created_at DESC, rating_id DESC) AS place
      FROM (
        SELECT DISTINCT ON (pattern_id, reviewer_id)
          pattern_id, reviewer_id, rating_id, useful, comment, created_at
        FROM learning.coaching_ratings
        WHERE tenant_id = $1 AND pattern_id = ANY ($2::text[])
        ORDER BY pattern_id, reviewer_id, created_at DESC, rating_id DESC
      ) AS latest
      WHERE useful IS NOT NULL
      WINDOW pattern AS (PARTITION BY pattern_id)
    ) AS rating
    WHERE place <= $3
    ORDER BY pattern_id, place
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenantID.uuid)
    parameters.append(patterns.map(\.description))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    guard let patternID = PatternID(text: try row.string()) else {
      throw PostgresError(.decoding, "a rating is about no pattern's id")
    }
    return Row(
      patternID: patternID,
      reviewerID: ReviewerID(try row.string()),
      isUseful: try row.bool(),
      comment: try row.optionalString(),
      createdAt: try row.time(),
      usefulCount: try row.int64(),
      uselessCount: try row.int64()
    )
  }
}
