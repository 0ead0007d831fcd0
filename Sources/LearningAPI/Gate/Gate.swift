import Access
import EventModel
import HTTPTypes
import Hummingbird
import NIOCore
import PostgresClient
import Settings

/// What stands before every route: who asks, whether they may, how often, how much, and for how long.
struct Gate: Sendable {
  let services: APIServices

  func answer(
    _ route: Route,
    at path: String,
    _ request: Request,
    _ context: APIContext
  ) async throws -> Response {
    context.record.note(route: path)
    if route.isPage { context.record.notePage() }
    if route.writes, services.settings.isReadOnly {
      throw Problem(.readOnly, "This server was started with --read-only.")
    }
    guard let query = AddressText.query(request.uri.query ?? "") else {
      throw Problem(.invalidRequest, "The parameters of the address aren't percent-encoded UTF-8.")
    }
    let now = services.now()
    let answer: APIAnswer =
      switch route.handler {
      case .member(let handle):
        try await member(route, request, query, now, context, handle)
      case .anyone(let handle):
        try await anyone(route, request, query, now, context, handle)
      }
    return answer.response(known: request.headers[.ifNoneMatch])
  }

  private func member(
    _ route: Route,
    _ request: Request,
    _ query: [(name: String, value: String)],
    _ now: Timestamp,
    _ context: APIContext,
    _ handle: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) async throws -> APIAnswer {
    let token = try Credentials.token(
      request.headers,
      writes: ![.get, .head].contains(route.method),
      authority: request.head.authority
    )
    let principal = try await services.authenticator.principal(of: token, now: now)
    context.record.note(principal)
    try limit("\(principal.tenantID)/\(principal.userID)", now)
    if case .roles(let roles) = route.audience, !roles.contains(principal.role) {
      let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
      throw Problem(.forbidden, "This is for the roles \(names), and the token's is \(principal.role.rawValue).")
    }
    let bytes = try await body(route, request)
    let value = try Self.value(bytes, route)
    let postgres = services.postgres(of: principal.tenantID)
    return try await timed(route) {
      let scope = try await services.scopes.scope(of: principal, in: postgres, now: now)
      return try await handle(
        APIRequest(
          principal: principal,
          scope: scope,
          now: now,
          postgres: postgres,
          parameters: context.parameters,
          query: query,
          body: value,
          headers: request.headers
        )
      )
    }
  }

  private func anyone(
    _ route: Route,
    _ request: Request,
    _ query: [(name: String, value: String)],
    _ now: Timestamp,
    _ context: APIContext,
    _ handle: @escaping @Sendable (OpenRequest) async throws -> APIAnswer
  ) async throws -> APIAnswer {
    try limit("from \(context.remote)", now)
    let bytes = try await body(route, request)
    return try await timed(route) {
      try await handle(
        OpenRequest(
          now: now,
          parameters: context.parameters,
          query: query,
          headers: request.headers,
          authority: request.head.authority,
          body: bytes
        )
      )
    }
  }

  private func limit(_ principal: String, _ now: Timestamp) throws(Problem) {
    guard let seconds = services.limiter.wait(for: principal, now: now) else { return }
    throw Problem(
      .tooManyRequests,
      "More requests came than this server takes from one principal.",
      retryAfterSeconds: max(1, Int(seconds.rounded(.up)))
    )
  }

  private func timed(
    _ route: Route,
    _ work: @escaping @Sendable () async throws -> APIAnswer
  ) async throws -> APIAnswer {
    route.isTimed ? try await TimeLimit.run(services.settings.requestTimeLimit, work) : try await work()
  }

  private func body(_ route: Route, _ request: Request) async throws -> [UInt8] {
    let countMax =
      switch route.body {
      case .none, .json: services.settings.bodyByteCountMax
      case .form(let byteCountMax): byteCountMax
      }
    // Read whatever it is for: the next request of the connection begins behind it.
    let buffer = try await request.body.collect(upTo: countMax)
    let type = request.headers[.contentType].map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() }
    switch route.body {
    case .none: return []
    case .json:
      if buffer.readableBytes > 0, type != "application/json" { throw Self.unsupported("application/json") }
    case .form:
      if type != "application/x-www-form-urlencoded" { throw Self.unsupported("application/x-www-form-urlencoded") }
    }
    return Array(buffer: buffer)
  }

  /// The fields of a form as an object of texts.
  private static func form(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
    guard let fields = AddressText.form(bytes), Set(fields.map(\.name)).count == fields.count else {
      throw Problem(.invalidBody, "The form can't be read.")
    }
    return .object(fields.map { JSONMember($0.name, .string($0.value)) })
  }

  private static func unsupported(_ type: String) -> Problem {
    Problem(
      .unsupportedMediaType,
      "The body must be sent with `Content-Type: \(type)`.",
      faults: [Problem.Fault(place: .header("Content-Type"), detail: "It must be `\(type)`.")]
    )
  }

  private static func value(_ bytes: [UInt8], _ route: Route) throws(Problem) -> JSONValue? {
    if case .form = route.body { return try form(bytes) }
    guard case .json(let isRequired) = route.body else { return nil }
    if bytes.isEmpty {
      guard isRequired else { return nil }
      throw Problem(
        .invalidBody,
        "The request needs a body.",
        faults: [Problem.Fault(place: .pointer(""), detail: "It is empty.")]
      )
    }
    do throws(JSONParsingError) {
      return try JSONParser.parse(bytes)
    } catch {
      throw Problem(
        .invalidBody,
        "The body is not JSON.",
        faults: [Problem.Fault(place: .pointer(""), detail: "It can't be read from byte \(error.byteOffset) on.")]
      )
    }
  }
}
