import Access
import EventModel
import HTTPTypes
import Hummingbird
import LiveStream
import NIOCore
import Store

/// The live stream by server-sent events.
///
/// `fetch` sends the bearer token, and a page of the dashboard its session's cookie. `EventSource` can't send headers: from
/// another page it takes a single-use ticket in the address, which holds for half a minute and is worth nothing in a log.
struct LiveRoutes: Sendable {
  let services: APIServices

  var routes: [Route] {
    [
      .open(.get, "/analytics/stream", writes: false, isTimed: false, stream),
      .post("/analytics/stream/tickets", .everyRole, body: .json(isRequired: false), writes: false, ticket),
    ]
  }

  @Sendable private func ticket(_ request: APIRequest) async throws -> APIAnswer {
    try BodyReader(request.body).finish()
    let principal = request.principal
    let text = try await StreamTickets(redis: services.redis).issue(
      for: StreamPrincipal(
        userID: principal.userID,
        tenantID: principal.tenantID,
        role: principal.role.rawValue,
        teamID: principal.teamID,
        tokenExpiresAt: principal.expiresAt ?? request.now + .hours(1)
      ),
      now: request.now
    )
    return .json(
      .object([
        "ticket": .string(text),
        "path": .string("\(LearningAPI.prefix)/analytics/stream?ticket=\(text)"),
        "expires_in_seconds": .count(StreamTickets.lifetime.components.seconds),
      ]),
      status: .created
    )
  }

  @Sendable private func stream(_ request: OpenRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let ticket = query.text("ticket")
    // What EventSource sends as a header after a lost connection; in the address for a reader that begins anew.
    let lastID = query.text("last_event_id") ?? HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
    try query.finish()
    let principal = try await principal(ticket, request)
    let scope = try await services.scopes.scope(
      of: principal,
      in: services.postgres(of: principal.tenantID),
      now: request.now
    )
    let listener = try services.hub.register(
      ListenerRequest(
        tenantID: principal.tenantID,
        userID: principal.userID,
        filter: Self.filter(scope),
        lastEventID: lastID,
        expiresAt: principal.expiresAt
      )
    )
    let body = ResponseBody { [services] writer in
      services.metrics.report(streamCount: services.hub.counts.listeners)
      defer {
        listener.close()
        services.metrics.report(streamCount: services.hub.counts.listeners)
      }
      while let frame = await listener.next() { try await writer.write(ByteBuffer(bytes: frame.bytes)) }
      try await writer.finish(nil)
    }
    return APIAnswer(status: .ok, content: .stream(body, contentType: "text/event-stream; charset=utf-8"))
  }

  private func principal(_ ticket: String?, _ request: OpenRequest) async throws -> Principal {
    guard let ticket else {
      let token = try Credentials.token(request.headers, writes: false, authority: request.authority)
      return try await services.authenticator.principal(of: token, now: request.now)
    }
    let taken = try await StreamTickets(redis: services.redis).take(ticket, now: request.now)
    guard let role = Role(rawValue: taken.role) else { throw LiveStreamError.ticketOfUnknownRole }
    return Principal(
      userID: taken.userID,
      tenantID: taken.tenantID,
      role: role,
      teamID: taken.teamID,
      expiresAt: taken.tokenExpiresAt
    )
  }

  private static func filter(_ scope: RepScope) -> RepFilter? {
    switch scope {
    case .everyone: nil
    case .reps(let reps, _): RepFilter(reps)
    }
  }
}

extension LiveStreamError {
  fileprivate static let ticketOfUnknownRole = LiveStreamError(
    .ticketRefused,
    "The ticket is of another release; get a new one."
  )
}
