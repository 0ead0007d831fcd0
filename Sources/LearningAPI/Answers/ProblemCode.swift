/// The kinds of problems, each with a page of its own at `/problems/{code}`.
enum ProblemCode: String, CaseIterable, Sendable {
  case invalidRequest = "invalid-request"
  case invalidBody = "invalid-body"
  case unauthenticated
  case forbidden
  case readOnly = "read-only"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case conflict
  case gone
  case bodyTooLarge = "body-too-large"
  case unsupportedMediaType = "unsupported-media-type"
  case tooManyRequests = "too-many-requests"
  case tooManyStreams = "too-many-streams"
  case unavailable
  case tooSlow = "too-slow"
  case notConfigured = "not-configured"
  case internalError = "internal-error"

  var status: Int {
    switch self {
    case .invalidRequest: 400
    case .invalidBody: 422
    case .unauthenticated: 401
    case .forbidden, .readOnly: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .conflict: 409
    case .gone: 410
    case .bodyTooLarge: 413
    case .unsupportedMediaType: 415
    case .tooManyRequests, .tooManyStreams: 429
    case .internalError: 500
    case .notConfigured: 501
    case .unavailable, .tooSlow: 503
    }
  }

  var title: String {
    switch self {
    case .invalidRequest: "The request can't be used"
    case .invalidBody: "The body can't be used"
    case .unauthenticated: "A valid token is needed"
    case .forbidden: "The role may not do this"
    case .readOnly: "This server only reads"
    case .notFound: "Not found"
    case .methodNotAllowed: "The address doesn't take this method"
    case .conflict: "The state has changed, or doesn't allow it"
    case .gone: "No longer there"
    case .bodyTooLarge: "The body is too large"
    case .unsupportedMediaType: "The body is of another type than is taken here"
    case .tooManyRequests: "Too many requests"
    case .tooManyStreams: "Too many open streams"
    case .unavailable: "A store can't be reached"
    case .tooSlow: "It took too long"
    case .notConfigured: "Not set up on this server"
    case .internalError: "An error of ours"
    }
  }

  /// What to do, for the page of the problem.
  var remedy: String {
    switch self {
    case .invalidRequest:
      "A parameter is unknown, missing or of another form than the address takes; `errors` names it. Read the "
        + "description at /openapi.json."
    case .invalidBody:
      "A member of the JSON body is unknown, missing or out of range; `errors` points at it. Unknown members are "
        + "refused so that a typo doesn't vanish."
    case .unauthenticated:
      "Send `Authorization: Bearer <token>` with a token that is signed by a trusted key, in time, and meant for this "
        + "server. `reckoner token` makes one for development."
    case .forbidden:
      "The role in the token doesn't include this. A rep reads the own figures, a manager the team's, an executive the "
        + "tenant's, an operator the dead letters."
    case .readOnly:
      "The server was started with --read-only. Ask another one, or its operator."
    case .notFound:
      "Nothing of this tenant has that address or id, or it belongs to somebody whose figures the role doesn't include."
    case .methodNotAllowed: "The header `Allow` lists the methods that the address takes."
    case .conflict: "Read the current state and decide again."
    case .gone: "The link has expired. Ask for a new one."
    case .bodyTooLarge: "Send less; comments have at most 2,000 characters."
    case .unsupportedMediaType: "Send `Content-Type: application/json`, or what the route's description names."
    case .tooManyRequests: "Wait for as many seconds as the header `Retry-After` says."
    case .tooManyStreams: "Close a stream that isn't needed any more."
    case .unavailable:
      "Nothing was changed, or it can be sent again safely. Try later; the operator sees why at /readyz."
    case .tooSlow: "Ask for a shorter period, or with a narrower filter."
    case .notConfigured: "The operator has to set what the detail names."
    case .internalError: "It is in the log under the request's id. Report it with that id."
    }
  }
}
