import Access
import Alerts
import EventModel
import HTTPTypes
import Insight
import PostgresClient
import Store

/// What is wrong with a tenant's figures and streams, who takes care of it, and what nobody wants to be told.
struct AlertRoutes: Sendable {
  private static let pageCountMax = 200
  private static let pageCountDefault = 50
  private static let noteScalarCountMax = 2000
  private static let subjectScalarCountMax = 200

  var routes: [Route] {
    [
      .get("/alerts", .managerAndUp, list),
      .post("/alerts/{id}/acknowledge", .managerAndUp, body: .json(isRequired: false), acknowledge),
      .get("/alerts/silences", .managerAndUp, silences),
      .post("/alerts/silences", .managerAndUp, silence),
      .delete("/alerts/silences/{id}", .managerAndUp, lift),
    ]
  }

  private static func desk(_ request: APIRequest) -> AlertDesk {
    AlertDesk(of: request.tenant, in: request.postgres, now: request.now)
  }

  @Sendable private func list(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let filter = AlertFilter(state: query.choice("state"), isOpen: query.flag("open"))
    let count = query.integer("limit", default: Self.pageCountDefault, in: 1...Self.pageCountMax)
    var position: AlertPosition?
    if let text = query.text("cursor") {
      position = PageCursor.alertPosition(text)
      if position == nil { query.fault("cursor", "must be the `next_cursor` of an answer") }
    }
    try query.finish()
    let page = try await Self.desk(request).page(filter, after: position, countMax: count)
    return .json(
      .object([
        "alerts": .array(page.alerts.map(\.json)),
        "next_cursor": .text(page.next.map(PageCursor.text)),
      ])
    )
  }

  @Sendable private func acknowledge(_ request: APIRequest) async throws -> APIAnswer {
    let id: AlertID = try request.identifier("id", of: "alert")
    var body = try BodyReader(request.body)
    let note = body.text("note", scalarCountMax: Self.noteScalarCountMax)
    try body.finish()
    return try await Self.answer {
      .json(try await Self.desk(request).acknowledge(id, by: request.principal.userID, note: note).json)
    }
  }

  @Sendable private func silences(_ request: APIRequest) async throws -> APIAnswer {
    try QueryReader(request.query).finish()
    return .json(.object(["silences": .array(try await Self.desk(request).silences().map(\.json))]))
  }

  @Sendable private func silence(_ request: APIRequest) async throws -> APIAnswer {
    var body = try BodyReader(request.body)
    let rule = body.choice("rule", of: AlertRuleName.self)
    let subject = body.text("subject", scalarCountMax: Self.subjectScalarCountMax).map(AlertSubject.init)
    let minutes = body.integer("duration_minutes", in: 1...AlertSilence.durationMax.microseconds / 60_000_000)
    let reason = body.text("reason", scalarCountMax: Self.noteScalarCountMax)
    try body.finish()
    guard let minutes else { throw Problem.invalidField("duration_minutes", "`duration_minutes` is required.") }
    guard let reason else { throw Problem.invalidField("reason", "`reason` is required.") }
    return try await Self.answer {
      let silence = try await Self.desk(request)
        .silence(rule, subject, for: .seconds(60 * minutes), reason: reason, by: request.principal.userID)
      return .json(silence.json, status: .created)
    }
  }

  @Sendable private func lift(_ request: APIRequest) async throws -> APIAnswer {
    let id: AlertSilenceID = try request.identifier("id", of: "silence")
    return try await Self.answer {
      try await Self.desk(request).lift(id, by: request.principal.userID)
      return .noContent
    }
  }

  private static func answer(_ work: () async throws -> APIAnswer) async throws -> APIAnswer {
    do {
      return try await work()
    } catch let obstacle as AlertDesk.Obstacle {
      switch obstacle {
      case .unknownAlert: throw Problem.notFound("alert")
      case .alreadyResolved: throw Problem(.conflict, "The alert has ended already.")
      case .unknownSilence: throw Problem.notFound("silence in force")
      case .tooManySilences:
        throw Problem(.conflict, "\(AlertDesk.silenceCountMax) silences are in force; lift some that nobody needs.")
      }
    }
  }
}
