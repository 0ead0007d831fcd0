import Access
import Analytics
import Documents
import EventModel
import HTTPTypes
import Pages
import PostgresClient
import Reports
import Store

/// What was told about days and weeks: a list, and one report as a document or as a page.
struct ReportRoutes: Sendable {
  private static let pageCountMax = 200
  private static let pageCountDefault = 50
  private static let audience = Route.Audience.roles([.manager, .executive, .operator])

  /// What an answer may be.
  private enum Format: String, CaseIterable {
    case json
    case html
  }

  var routes: [Route] {
    [
      .get("/reports", Self.audience, list),
      .get("/reports/{id}", Self.audience, report),
    ]
  }

  @Sendable private func list(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let kind: ReportKind? = query.choice("kind")
    let count = query.integer("limit", default: Self.pageCountDefault, in: 1...Self.pageCountMax)
    var position: ReportPosition?
    if let text = query.text("cursor") {
      position = PageCursor.reportPosition(text)
      if position == nil { query.fault("cursor", "must be the `next_cursor` of an answer") }
    }
    try query.finish()
    // One more than is shown tells whether there is a next page.
    let rows = try await request.postgres.send(
      PageReports(
        of: request.tenant,
        for: Self.readers(of: request),
        kind: kind,
        after: position,
        countMax: count + 1
      )
    )
    let shown = rows.prefix(count)
    let next = rows.count > count ? shown.last.map { ReportPosition(dueAt: $0.dueAt, id: $0.id) } : nil
    return .json(
      .object([
        "reports": .array(shown.map(ReportJSON.row)),
        "next_cursor": .text(next.map(PageCursor.text)),
      ])
    )
  }

  @Sendable private func report(_ request: APIRequest) async throws -> APIAnswer {
    let id: ReportID = try request.identifier("id", of: "report")
    var query = QueryReader(request.query)
    let format: Format? = query.choice("format")
    try query.finish()
    let found = try await request.postgres.send(FindReport(id, of: request.tenant, for: Self.readers(of: request)))
    guard let report = found.first else { throw Problem.notFound("report") }
    let isPage = format.map { $0 == .html } ?? Self.prefersPage(request.headers[.accept])
    var answer: APIAnswer =
      isPage
      ? .text(report.html, contentType: "text/html; charset=utf-8") : .json(try ReportJSON.document(report))
    answer.entityTag = "\(report.report.revision)-\(isPage ? "html" : "json")"
    // Styles stand in the page itself.
    if isPage { answer.contentSecurityPolicy = ReportPage.contentSecurityPolicy }
    return answer
  }

  /// As `/analytics/manager` scopes a manager.
  private static func readers(of request: APIRequest) -> ReportReaders {
    switch request.principal.role {
    case .executive, .operator: return .everyone
    case .rep, .manager:
      guard case .reps = request.scope, let team = request.principal.teamID else { return .managers }
      return .team(TeamID(team))
    }
  }

  /// Whether a page comes before JSON in what the reader names.
  private static func prefersPage(_ accept: String?) -> Bool {
    let types = (accept ?? "").split(separator: ",").map { type in
      type.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
    }
    guard let page = types.firstIndex(of: "text/html") else { return false }
    return types.firstIndex(of: "application/json").map { page < $0 } ?? true
  }
}
