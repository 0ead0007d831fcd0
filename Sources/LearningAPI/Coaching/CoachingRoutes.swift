import Access
import Coaching
import EventModel
import Feedback
import FoundationEssentials
import HTTPTypes
import Insight
import PostgresClient
import Store

/// What a manager can coach by: patterns with their evidence, and what readers think of them.
struct CoachingRoutes: Sendable {
  private static let commentScalarCountMax = 2000

  let services: APIServices

  var routes: [Route] {
    [
      .get("/coaching/patterns", .managerAndUp, patterns),
      .post("/coaching/patterns/{id}/rating", .managerAndUp, rate),
    ]
  }

  @Sendable private func patterns(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let days = query.integer("days", default: 90, in: CoachingReader.dayCounts)
    try query.finish()
    let found = try await services.coaching.coaching(
      of: request.tenant,
      reps: Self.reps(of: request),
      dayCount: days,
      asOf: request.now,
      in: request.postgres
    )
    let ratings = try await PatternRatings.read(
      of: found.report.patterns.map(\.id),
      tenant: request.tenant,
      in: request.postgres
    )
    return .tagged(found.json(ratings: ratings), apartFrom: ["generated_at"])
  }

  /// Useful, not useful, or with `useful: null` taken back.
  @Sendable private func rate(_ request: APIRequest) async throws -> APIAnswer {
    let id: PatternID = try request.identifier("id", of: "pattern")
    var body = try BodyReader(request.body)
    let useful = body.flag("useful")
    let comment = body.text("comment", scalarCountMax: Self.commentScalarCountMax)
    try body.finish()
    try await Self.rate(id, isUseful: useful, comment: comment, for: request)
    return .json(.object(["status": .string("recorded")]), status: .created)
  }

  static func rate(_ id: PatternID, isUseful: Bool?, comment: String?, for request: APIRequest) async throws {
    let row = CoachingRatingRow(
      ratingID: UUID(),
      tenantID: request.tenant,
      patternID: id,
      reviewerID: ReviewerID(request.principal.userID),
      isUseful: isUseful,
      comment: comment,
      createdAt: request.now
    )
    _ = try await request.postgres.send(InsertCoachingRating(row))
  }

  static func reps(of request: APIRequest) -> Set<RepID>? {
    switch request.scope {
    case .everyone: nil
    case .reps(let reps, _): Set(reps.map(RepID.init))
    }
  }
}
