import Access
import Attribution
import Documents
import EventModel
import Insight
import PostgresClient
import Store

/// Which actions earned which part of a conversion.
struct AttributionRoutes: Sendable {
  let services: APIServices

  var routes: [Route] {
    [
      .get("/outcomes/{id}/attribution", .everyRole, outcome),
      .get("/attribution/summary", .everyRole, summary),
    ]
  }

  @Sendable private func outcome(_ request: APIRequest) async throws -> APIAnswer {
    let id: OutcomeID = try request.identifier("id", of: "outcome")
    var query = QueryReader(request.query)
    let model: AttributionModel? = query.choice("model")
    try query.finish()
    _ = try await OutcomeAccess.outcome(id, for: request)
    let reader = AttributionReader(of: request.tenant, in: request.postgres)
    guard let found = try await reader.outcome(id, under: model) else { throw Problem.notFound("outcome") }
    return .json(OutcomeAttributionJSON.document(found))
  }

  @Sendable private func summary(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let model: AttributionModel? = query.choice("model")
    let period = EventPeriod(from: query.time("from"), until: query.time("to"))
    let grouping: AttributionGrouping = query.choice("by") ?? .actionType
    try query.finish()
    if grouping == .rep, request.principal.role == .rep {
      throw Problem(.forbidden, "A rep reads no comparison of reps; choose another `by`.")
    }
    let found = try await services.attribution.summary(
      of: request.tenant,
      under: model.map { [$0] },
      by: grouping,
      in: period,
      now: request.now,
      from: request.postgres
    )
    return .json(TenantAttributionJSON.document(found, of: request.tenant))
  }
}
