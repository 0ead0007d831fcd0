public import Coaching
public import EventModel
public import Feedback
public import PostgresClient
import Store

/// What readers think of a pattern.
public struct PatternRatings: Hashable, Sendable {
  public static let none = PatternRatings(usefulCount: 0, uselessCount: 0)

  /// Persons whose last rating says that it is of use.
  public let usefulCount: Int64
  /// Persons whose last rating says that it isn't.
  public let uselessCount: Int64

  /// Ratings that are read of one pattern.
  private static let countMax = 1
  /// Readers of one pattern that are looked through.
  private static let readerCountMax = 1000

  /// The ratings of a tenant's patterns; a pattern that nobody rates has none. They are not part of a report, because
  /// they change while it is kept.
  public static func read(
    of patterns: [PatternID],
    tenant: TenantID,
    in postgres: PostgresPool
  ) async throws(PostgresError) -> [PatternID: PatternRatings] {
    let rows = try await postgres.send(ListCoachingRatings(of: patterns, tenant: tenant, countMax: countMax))
    let pairs = rows.map { row in
      (row.patternID, PatternRatings(usefulCount: row.usefulCount, uselessCount: row.uselessCount))
    }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }

  /// Those of some patterns that a reader has rated, whichever way, and not taken back.
  public static func rated(
    among patterns: [PatternID],
    by reviewer: ReviewerID,
    tenant: TenantID,
    in postgres: PostgresPool
  ) async throws(PostgresError) -> Set<PatternID> {
    let rows = try await postgres.send(ListCoachingRatings(of: patterns, tenant: tenant, countMax: readerCountMax))
    return Set(rows.filter { $0.reviewerID == reviewer }.map(\.patternID))
  }

  var json: JSONValue {
    .object(["useful_count": .count(usefulCount), "useless_count": .count(uselessCount)])
  }
}
