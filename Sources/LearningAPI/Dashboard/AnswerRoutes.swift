import Access
import Coaching
import EventModel
import Feedback
import HTTPTypes
import Insight
import PostgresClient
import Store

/// What people answer on the pages, with one click or one key: the same as the API takes, as fields of a form.
struct AnswerRoutes: Sendable {
  var routes: [Route] {
    [
      .form("/answers/label", .labellers, label),
      .form("/answers/rating", .labellers, rating),
      .form("/answers/pattern", .managerAndUp, pattern),
      .form("/answers/proposal", .managerAndUp, proposal),
    ]
  }

  @Sendable private func label(_ request: APIRequest) async throws -> APIAnswer {
    var form = try BodyReader(request.body)
    let outcome: OutcomeID? = form.identifier("outcome_id")
    let label: FeedbackLabel? = form.choice("label")
    try form.finish()
    guard let outcome, let label else { throw Problem.invalidField("label", "Name the outcome and what it was.") }
    let submission = try LabelSubmission(.object([JSONMember("status", .string(label.rawValue))]))
    _ = try await LabelDesk.label(outcome, submission, for: request)
    return done(request)
  }

  @Sendable private func rating(_ request: APIRequest) async throws -> APIAnswer {
    guard case .object(let fields)? = request.body else { throw Problem(.invalidBody, "The form is empty.") }
    let members = fields.map { field -> JSONMember in
      guard field.name == "rating", case .string(let text) = field.value, let value = Int64(text) else { return field }
      return JSONMember("rating", .number(JSONNumber(value)))
    }
    let submission = try FeedbackSubmission(
      .object(members + [JSONMember("source", .string(FeedbackSource.dashboard.rawValue))])
    )
    let outcomes = try await OutcomeAccess.conversation(submission.conversationID, for: request)
    _ = try await FeedbackDesk(postgres: request.postgres, now: request.now)
      .record(submission, by: FeedbackRoutes.reviewer(request), outcomes: outcomes)
    return done(request)
  }

  @Sendable private func pattern(_ request: APIRequest) async throws -> APIAnswer {
    var form = try BodyReader(request.body)
    let id: PatternID? = form.identifier("pattern_id")
    let useful: Choice? = form.choice("useful")
    try form.finish()
    guard let id, let useful else { throw Problem.invalidField("useful", "Name the pattern, and say true or false.") }
    try await CoachingRoutes.rate(id, isUseful: useful == .true, comment: nil, for: request)
    return done(request)
  }

  private enum Choice: String, CaseIterable {
    case `true`, `false`
  }

  private enum Decision: String, CaseIterable {
    case approve, reject
  }

  @Sendable private func proposal(_ request: APIRequest) async throws -> APIAnswer {
    var form = try BodyReader(request.body)
    let type = form.text("action_type", scalarCountMax: 50).map(ActionType.init)
    let decision: Decision? = form.choice("decision")
    try form.finish()
    guard let type, let decision else { throw Problem.invalidField("decision", "Name the action type, and decide.") }
    let person = request.principal.userID
    _ = try await DecisionRoutes.decide(on: type, for: request) { decisions, key in
      switch decision {
      case .approve: try await decisions.approve(key, by: person)
      case .reject: try await decisions.reject(key, note: "Rejected on the dashboard.", by: person)
      }
    }
    return done(request)
  }

  /// A script goes on where it is; a form leads back to the start.
  private func done(_ request: APIRequest) -> APIAnswer {
    request.headers[.accept]?.contains("application/json") == true ? .noContent : .seeOther("/")
  }
}
