import Calibration
import Documents
import EventModel
import Insight
import PostgresClient
import Store

/// How far the agent's confidence can be believed.
struct CalibrationRoutes: Sendable {
  private static let historyCountMax = 1000

  let services: APIServices

  var routes: [Route] {
    [
      .get("/calibration", .everyRole, overview),
      .get("/calibration/{action_type}", .everyRole, curve),
      .get("/calibration/{action_type}/trend", .everyRole, trend),
      .get("/calibration/{action_type}/drift", .everyRole, drift),
      .get("/calibration/{action_type}/adjustments", .everyRole, adjustments),
    ]
  }

  @Sendable private func overview(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let period = period(&query, request.now)
    try query.finish()
    let documents = try await documents(on: nil, in: period, request)
    return .json(.object(["action_types": .array(documents.map(\.json))]))
  }

  @Sendable private func curve(_ request: APIRequest) async throws -> APIAnswer {
    let type = try request.actionType()
    var query = QueryReader(request.query)
    let period = period(&query, request.now)
    try query.finish()
    guard let document = try await documents(on: type, in: period, request).first,
      document.live.sampleCount > 0 || document.standing != nil
    else { throw Problem.notFound("action type with samples") }
    return .json(document.json)
  }

  private func documents(
    on type: ActionType?,
    in period: SamplePeriod,
    _ request: APIRequest
  ) async throws -> [CurveDocument] {
    let (tenant, postgres) = (request.tenant, request.postgres)
    let reports = try await services.calibration.reports(of: tenant, on: type, in: period, from: postgres)
    let standings = try await CalibrationReader(postgres: postgres).standings(of: tenant, actionType: type)
    let bins = Dictionary(
      grouping: try await postgres.send(ListTenantBins(of: tenant, actionType: type)),
      by: \.key.actionType
    )
    return reports.map { report in
      CurveDocument(
        report,
        bins: bins[report.actionType] ?? [],
        standing: standings.first { $0.row.key.actionType == report.actionType },
        in: period
      )
    }
  }

  @Sendable private func trend(_ request: APIRequest) async throws -> APIAnswer {
    let type = try request.actionType()
    var query = QueryReader(request.query)
    let days = query.integer("days", default: 30, in: 1...366)
    try query.finish()
    try await checkKnown(type, request)
    let found = try await CalibrationReports(of: request.tenant, in: request.postgres)
      .days(of: type, endingAt: request.now, dayCount: days, asOf: request.now)
    return .json(
      .object([
        "action_type": .string(type.text),
        "days": .array(found.map(CalibrationReportJSON.day)),
      ])
    )
  }

  @Sendable private func drift(_ request: APIRequest) async throws -> APIAnswer {
    let type = try request.actionType()
    var query = QueryReader(request.query)
    let days = query.integer("days", default: 14, in: 1...183)
    try query.finish()
    try await checkKnown(type, request)
    let found = try await CalibrationReports(of: request.tenant, in: request.postgres)
      .drifts(of: type, dayCount: days, asOf: request.now)
    guard let report = found.first else { throw Problem.notFound("action type with samples") }
    return .json(CalibrationReportJSON.drift(report))
  }

  @Sendable private func adjustments(_ request: APIRequest) async throws -> APIAnswer {
    let type = try request.actionType()
    var query = QueryReader(request.query)
    let count = query.integer("limit", default: 100, in: 1...Self.historyCountMax)
    try query.finish()
    try await checkKnown(type, request)
    let reader = CalibrationReader(postgres: request.postgres)
    let rows = try await reader.history(of: request.tenant, actionType: type, countMax: count)
    let standing = try await reader.standings(of: request.tenant, actionType: type).first
    return .json(
      .object([
        "action_type": .string(type.text),
        "state": standing.map(CalibrationJSON.standing) ?? .null,
        "adjustments": .array(rows.map(CalibrationJSON.adjustment)),
      ])
    )
  }

  /// An action type of which nothing was ever counted or judged is none of this tenant's.
  private func checkKnown(_ type: ActionType, _ request: APIRequest) async throws {
    let (bins, states) = try await request.postgres.send(
      ListTenantBins(of: request.tenant, actionType: type),
      ListStates(of: request.tenant, actionType: type)
    )
    if bins.isEmpty && states.isEmpty { throw Problem.notFound("action type with samples") }
  }

  /// Actions of the last days, or all there are.
  private func period(_ query: inout QueryReader, _ now: Timestamp) -> SamplePeriod {
    SamplePeriod(from: query.time("from"), to: query.time("to"), asOf: now)
  }
}
