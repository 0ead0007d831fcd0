import Access
import HTTPTypes
import Hummingbird
import Logging
import Telemetry

/// The outermost layer: gives the request its id, the answer its security headers, logs both without payloads, measures,
/// and turns every error into a problem.
struct RequestLog: RouterMiddleware {
  typealias Context = APIContext

  /// Every address template with its method.
  let places: [(template: String, method: HTTPRequest.Method)]
  let metrics: APIMetrics
  let logger: Logger

  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = answer(to: error, request, context)
    }
    SecurityHeaders.add(to: &response.headers, requestID: context.record.id)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    note(request, response.status, seconds, context.record)
    return response
  }

  private func answer(to error: any Error, _ request: Request, _ context: APIContext) -> Response {
    let allowed = methods(at: request.uri.path)
    var problem = Problem(error)
    if problem?.code == .notFound, context.record.facts.route == nil, !allowed.isEmpty {
      problem = Problem(.methodNotAllowed, "The address doesn't take \(request.method.rawValue).")
    }
    if problem == nil {
      logger.error("request failed", metadata: ["request": "\(context.record.id)", "error": "\(error)"])
    }
    let told = problem ?? Problem(.internalError, "Something went wrong on our side; nothing of it is told here.")
    context.record.note(told.code)
    if context.record.facts.isPage, ProblemPage.isWanted(request.headers) {
      return ProblemPage.response(to: told, at: request.uri, requestID: context.record.id)
    }
    return told.response(requestID: context.record.id, allowed: allowed)
  }

  /// Of the templates that fit, the router takes the one that says most.
  private func methods(at path: String) -> [HTTPRequest.Method] {
    let fitting = places.filter { Self.fits($0.template, path) }
    let most = fitting.map { Self.literalCount($0.template) }.max()
    let methods = Set(fitting.filter { Self.literalCount($0.template) == most }.map(\.method))
    return Array(methods.contains(.get) ? methods.union([.head]) : methods)
  }

  private static func fits(_ template: String, _ path: String) -> Bool {
    let (wanted, given) = (template.split(separator: "/"), path.split(separator: "/"))
    return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }

  private static func literalCount(_ template: String) -> Int {
    template.split(separator: "/").count { !$0.hasPrefix("{") }
  }

  private func note(_ request: Request, _ status: HTTPResponse.Status, _ seconds: Double, _ record: RequestRecord) {
    let facts = record.facts
    let route = facts.route ?? "none"
    metrics.observe(route: route, status: status.code, seconds: seconds)
    var metadata: Logger.Metadata = [
      "request": "\(record.id)", "method": "\(request.method.rawValue)", "route": "\(route)",
      "status": "\(status.code)", "seconds": "\(seconds)",
    ]
    if let principal = facts.principal {
      metadata["tenant"] = "\(principal.tenantID)"
      metadata["role"] = "\(principal.role.rawValue)"
    }
    if let problem = facts.problem { metadata["problem"] = "\(problem.rawValue)" }
    logger.info("request", metadata: metadata)
  }
}
