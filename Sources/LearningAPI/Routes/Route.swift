import Access
import Hummingbird

/// One address and method, who may ask, and what answers.
struct Route: Sendable {
  /// Who may ask.
  enum Audience: Hashable, Sendable {
    /// Somebody with a token of one of these roles.
    case roles(Set<Role>)
    /// Anybody: the request carries its own proof, or nothing of a tenant is shown.
    case anyone

    static let everyRole: Audience = .roles(Set(Role.allCases))
    static let managerAndUp: Audience = .roles([.manager, .executive])
    /// Those who say what an outcome was.
    static let labellers: Audience = .roles([.rep, .manager, .executive])
  }

  /// What the body may be.
  enum BodyForm: Hashable, Sendable {
    case none
    /// One JSON value; it may be left out where it isn't required.
    case json(isRequired: Bool)
    /// The fields of a form, as they come.
    case form(byteCountMax: Int)
  }

  enum Handler: Sendable {
    case member(@Sendable (APIRequest) async throws -> APIAnswer)
    case anyone(@Sendable (OpenRequest) async throws -> APIAnswer)
  }

  let method: HTTPRequest.Method
  /// Below the prefix, with its parameters in braces.
  let path: String
  let audience: Audience
  /// Whether it changes something, which a server that only reads refuses.
  let writes: Bool
  let body: BodyForm
  /// Whether it ends by itself within the time limit; a stream doesn't.
  let isTimed: Bool
  /// Whether a person reads the answer in a browser: then a problem is a page too.
  var isPage = false
  let handler: Handler

  static func get(
    _ path: String,
    _ audience: Audience,
    isTimed: Bool = true,
    _ answer: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) -> Route {
    Route(
      method: .get,
      path: path,
      audience: audience,
      writes: false,
      body: .none,
      isTimed: isTimed,
      handler: .member(answer)
    )
  }

  static func post(
    _ path: String,
    _ audience: Audience,
    body: BodyForm = .json(isRequired: true),
    writes: Bool = true,
    _ answer: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) -> Route {
    Route(
      method: .post,
      path: path,
      audience: audience,
      writes: writes,
      body: body,
      isTimed: true,
      handler: .member(answer)
    )
  }

  static func delete(
    _ path: String,
    _ audience: Audience,
    _ answer: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) -> Route {
    Route(
      method: .delete,
      path: path,
      audience: audience,
      writes: true,
      body: .none,
      isTimed: true,
      handler: .member(answer)
    )
  }

  /// The same for a person in a browser.
  var asPage: Route {
    var route = self
    route.isPage = true
    return route
  }

  /// A page of the dashboard.
  static func page(
    _ path: String,
    _ audience: Audience,
    _ answer: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) -> Route {
    get(path, audience, answer).asPage
  }

  /// What a form of a page sends.
  static func form(
    _ path: String,
    _ audience: Audience,
    _ answer: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) -> Route {
    post(path, audience, body: .form(byteCountMax: 16_384), answer).asPage
  }

  static func open(
    _ method: HTTPRequest.Method,
    _ path: String,
    writes: Bool,
    body: BodyForm = .none,
    isTimed: Bool = true,
    _ answer: @escaping @Sendable (OpenRequest) async throws -> APIAnswer
  ) -> Route {
    Route(
      method: method,
      path: path,
      audience: .anyone,
      writes: writes,
      body: body,
      isTimed: isTimed,
      handler: .anyone(answer)
    )
  }
}
