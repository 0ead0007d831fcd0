import Access
import EventModel
import HTTPTypes
import Hummingbird
import Pages
import Settings

/// Signing in with a token, which becomes a browser's session, and out.
struct SessionRoutes: Sendable {
  private static let path = "/sign-in"

  let services: APIServices

  var routes: [Route] {
    [
      Route.open(.get, Self.path, writes: false, ask).asPage,
      Route.open(.post, Self.path, writes: false, body: .form(byteCountMax: 16_384), begin).asPage,
      Route.open(.post, "/sign-out", writes: false, body: .form(byteCountMax: 1024), end).asPage,
    ]
  }

  /// - Parameter next: where to go afterwards.
  static func signIn(next: String?) -> String {
    guard let next = next.flatMap(ours) else { return path }
    return "\(path)?next=\(PercentEncoding.encode(next))"
  }

  @Sendable private func ask(_ request: OpenRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let next = query.text("next", scalarCountMax: 1000)
    try query.finish()
    return .page(PlainPage.signIn(next: next.flatMap(Self.ours)))
  }

  @Sendable private func begin(_ request: OpenRequest) async throws -> APIAnswer {
    let fields = AddressText.form(request.body) ?? []
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    let next = field("next").flatMap(Self.ours)
    // What is pasted often has a space or a line's end around it.
    let token = (field("token") ?? "").filter { !$0.isWhitespace }
    do {
      let principal = try await services.authenticator.principal(of: token, now: request.now)
      var answer = APIAnswer.seeOther(next ?? "/")
      answer.cookie = SessionCookie.begin(
        token,
        until: principal.expiresAt,
        now: request.now,
        isSecure: isSecure(request)
      )
      return answer
    } catch {
      let page = PlainPage.signIn(next: next, problem: "\(error.message) Ask for a new token.")
      return .page(page, status: .unauthorized)
    }
  }

  @Sendable private func end(_ request: OpenRequest) async throws -> APIAnswer {
    guard Credentials.isOurs(request.headers, request.authority) else {
      throw Problem(.forbidden, "A session ends from this server's own pages alone.")
    }
    var answer = APIAnswer.seeOther(Self.path)
    answer.cookie = SessionCookie.end(isSecure: isSecure(request))
    return answer
  }

  /// Whether the browser speaks TLS to us, or to the proxy before us.
  private func isSecure(_ request: OpenRequest) -> Bool {
    if services.settings.publicURL?.hasPrefix("https://") == true { return true }
    return HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] } == "https"
  }

  /// A path of this server; `nil` for an address that leads elsewhere.
  private static func ours(_ path: String) -> String? {
    guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"), path.utf8.allSatisfy({ $0 > 0x20 }) else {
      return nil
    }
    return path
  }
}
