import Access
import Analytics
import Coaching
import Crypto
import EventModel
import Insight
import PostgresClient
import Store

/// What a rep, a manager and an executive look at, each figure with its definition, sample size and period.
struct AnalyticsRoutes: Sendable {
  private static let daysDefault = 30

  let services: APIServices

  var routes: [Route] {
    [
      .get("/analytics/rep", .labellers, rep),
      .get("/analytics/manager", .managerAndUp, manager),
      .get("/analytics/executive", .roles([.executive]), executive),
    ]
  }

  /// The own figures; a manager and an executive may name one of their reps.
  @Sendable private func rep(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let period = try period(&query, request.now)
    let named = query.text("rep_id")
    try query.finish()
    let rep = named ?? request.principal.userID
    if rep != request.principal.userID {
      guard request.principal.role != .rep, request.scope.includes(rep) else {
        throw Problem(.forbidden, "The figures of another rep are for the manager of the rep's team.")
      }
    }
    return try await answer(.rep(RepID(rep)), period, request)
  }

  @Sendable private func manager(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let period = try period(&query, request.now)
    try query.finish()
    return try await answer(Self.team(of: request), period, request)
  }

  @Sendable private func executive(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let period = try period(&query, request.now)
    try query.finish()
    return try await answer(.executive, period, request)
  }

  /// The team that the scope names; the tenant as one team where it names none.
  static func team(of request: APIRequest) -> AnalyticsReader.Reader {
    guard case .reps(let reps, _) = request.scope, let team = request.principal.teamID else {
      return .manager(user: "", team: nil, reps: [])
    }
    return .manager(user: request.principal.userID, team: TeamID(team), reps: Set(reps.map(RepID.init)))
  }

  private func period(_ query: inout QueryReader, _ now: Timestamp) throws -> AnalyticsPeriod {
    let days = query.integer("days", default: Self.daysDefault, in: AnalyticsPeriod.dayCounts)
    guard let period = AnalyticsPeriod(lastDays: days, now: now) else { preconditionFailure("checked by the reader") }
    return period
  }

  private func answer(
    _ reader: AnalyticsReader.Reader,
    _ period: AnalyticsPeriod,
    _ request: APIRequest
  ) async throws -> APIAnswer {
    let document = try await services.analytics.document(
      of: request.tenant,
      for: reader,
      period: period,
      now: request.now,
      in: request.postgres
    )
    return .tagged(document.json, apartFrom: ["generated_at"])
  }
}

extension APIAnswer {
  /// A document whose tag changes with what it says, and not with the members that only say when it was made.
  static func tagged(_ document: JSONValue, apartFrom names: Set<String>) -> APIAnswer {
    let lasting = (document.members ?? []).filter { !names.contains($0.name) }
    var answer = APIAnswer.json(document)
    answer.entityTag = tag(of: JSONWriter.compact(.object(lasting)))
    return answer
  }

  /// A tag that changes with what it is of.
  static func tag(of bytes: [UInt8]) -> String {
    String(decoding: Base64URL.encode(Array(SHA256.hash(data: bytes).prefix(16))), as: UTF8.self)
  }
}
