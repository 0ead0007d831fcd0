import Access
import Coaching
import Delivery
import EventModel
import Feedback
import HTTPTypes
import Insight
import Pages
import PostgresClient
import Reports
import Store
import Streams

/// What people answer on the pages, with one click or one key: the same as the API takes, as fields of a form.
struct AnswerRoutes: Sendable {
  let services: APIServices

  var routes: [Route] {
    [
      .form("/answers/label", .labellers, label),
      .form("/answers/rating", .labellers, rating),
      .form("/answers/pattern", .managerAndUp, pattern),
      .form("/answers/proposal", .managerAndUp, proposal),
      .form("/answers/replay", .roles([.operator]), replay),
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
    _ = try await FeedbackRoutes(services: services).record(submission, for: request)
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
    _ = try await DecisionRoutes(services: services).decide(on: type, for: request) { decisions, key in
      switch decision {
      case .approve: try await decisions.approve(key, by: person)
      case .reject: try await decisions.reject(key, note: "Rejected on the dashboard.", by: person)
      }
    }
    return done(request)
  }

  /// Puts dead letters back, or counts what that would take.
  @Sendable private func replay(_ request: APIRequest) async throws -> APIAnswer {
    var form = try BodyReader(request.body)
    let type: EventType? = form.choice("event_type")
    let reason: RefusalReason? = form.choice("reason")
    let rehearses: Choice? = form.choice("dry_run")
    try form.finish()
    guard let type, let reason, let rehearses else {
      throw Problem.invalidField("reason", "Name the event type and the reason of the letters, and whether to count.")
    }
    var filter = DeadLetterFilter(tenant: request.tenant)
    filter.stream = .eventType(type)
    filter.reason = reason
    let counts = try await DeadLetterRoutes(services: services)
      .replay(filter, isRehearsal: rehearses == .true, note: "from the dashboard", for: request)
    let letters = Words.count(Int64(counts.matched), "letter")
    return done(
      request,
      rehearses == .true
        ? "A replay would take \(letters)."
        : "\(Words.count(Int64(counts.done), "letter")) of \(letters) went back into the stream; the fleet handles them now."
    )
  }

  /// The same with something to say.
  private func done(_ request: APIRequest, _ message: String) -> APIAnswer {
    if request.headers[.accept]?.contains("application/json") == true {
      return .json(.object(["message": .string(message)]))
    }
    return .page(PlainPage.message(message, back: "/"))
  }

  /// A script goes on where it is; a form leads back to the start.
  private func done(_ request: APIRequest) -> APIAnswer {
    request.headers[.accept]?.contains("application/json") == true ? .noContent : .seeOther("/")
  }
}
