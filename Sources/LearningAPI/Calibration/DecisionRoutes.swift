import Access
import Calibration
import Documents
import EventModel
import Insight
import PostgresClient
import Store

/// What managers decide about the agent's corrections.
struct DecisionRoutes: Sendable {
  let services: APIServices

  private static let noteScalarCountMax = 2000

  var routes: [Route] {
    [
      .post("/calibration/{action_type}/approve", .managerAndUp, body: .json(isRequired: false), approve),
      .post("/calibration/{action_type}/reject", .managerAndUp, body: .json(isRequired: false), reject),
      .post("/calibration/{action_type}/rollback", .managerAndUp, body: .json(isRequired: false), rollBack),
      .post("/calibration/{action_type}/freeze", .managerAndUp, body: .json(isRequired: false), freeze),
    ]
  }

  @Sendable private func approve(_ request: APIRequest) async throws -> APIAnswer {
    let body = try BodyReader(request.body)
    try body.finish()
    return try await decide(request) { try await $0.approve($1, by: request.principal.userID) }
  }

  @Sendable private func reject(_ request: APIRequest) async throws -> APIAnswer {
    var body = try BodyReader(request.body)
    let note = body.text("note", scalarCountMax: Self.noteScalarCountMax)
    try body.finish()
    return try await decide(request) { decisions, key in
      try await decisions.reject(key, note: note ?? "Rejected without a note.", by: request.principal.userID)
    }
  }

  @Sendable private func rollBack(_ request: APIRequest) async throws -> APIAnswer {
    var body = try BodyReader(request.body)
    let version = body.integer("version", in: 0...Int64.max)
    let note = body.text("note", scalarCountMax: Self.noteScalarCountMax)
    try body.finish()
    return try await decide(request) { decisions, key in
      try await decisions.rollBack(key, to: version, note: note, by: request.principal.userID)
    }
  }

  /// Freezes, or with `frozen: false` releases.
  @Sendable private func freeze(_ request: APIRequest) async throws -> APIAnswer {
    var body = try BodyReader(request.body)
    let isFrozen = body.flag("frozen") ?? true
    try body.finish()
    return try await decide(request) { try await $0.setFrozen(isFrozen, $1) }
  }

  private func decide(
    _ request: APIRequest,
    _ decision: (CalibrationDecisions, CalibrationKey) async throws -> StateRow
  ) async throws -> APIAnswer {
    .json(CalibrationJSON.state(try await decide(on: request.actionType(), for: request, decision)))
  }

  func decide(
    on actionType: ActionType,
    for request: APIRequest,
    _ decision: (CalibrationDecisions, CalibrationKey) async throws -> StateRow
  ) async throws -> StateRow {
    let key = CalibrationKey(tenantID: request.tenant, actionType: actionType)
    do {
      let row = try await decision(CalibrationDecisions(postgres: request.postgres, now: request.now), key)
      await services.tell(.corrections, of: request.tenant, rep: nil, now: request.now)
      return row
    } catch let obstacle as CalibrationDecisions.Obstacle {
      switch obstacle {
      case .unknownActionType: throw Problem.notFound("action type with samples")
      case .noOpenProposal: throw Problem(.conflict, "No change of this action type waits for a person.")
      case .noSuchVersion: throw Problem(.conflict, "There is no such version to go back to; see its adjustments.")
      case .alreadyInForce: throw Problem(.conflict, "These values are in force already.")
      }
    }
  }
}
