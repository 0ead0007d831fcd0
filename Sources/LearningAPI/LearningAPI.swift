import Hummingbird
import Settings

/// The HTTP interface that people and agents read and write by: its routes, and what stands before them.
public struct LearningAPI: Sendable {
  /// What every address of a tenant's data begins with.
  static let prefix = "/api/v1/learning"

  private let services: APIServices

  public init(services: APIServices) {
    self.services = services
  }

  /// Everything below the prefix.
  var routes: [Route] {
    FeedbackHealthRoutes(isReadOnly: services.settings.isReadOnly).routes
      + LinkRoutes(services: services).routes
      + SlackRoutes(services: services).routes
      + FeedbackRoutes(services: services).routes
      + OutcomeRoutes(services: services).routes
      + LabelRoutes().routes
      + AttributionRoutes(services: services).routes
      + CalibrationRoutes(services: services).routes
      + DecisionRoutes(services: services).routes
      + DeadLetterRoutes(services: services).routes
      + LiveRoutes(services: services).routes
      + AnalyticsRoutes(services: services).routes
      + CoachingRoutes(services: services).routes
      + ReportRoutes().routes
      + AlertRoutes().routes
  }

  /// What needs no tenant, from the root.
  var rootRoutes: [Route] { DescriptionRoutes().routes }

  /// The dashboard, from the root.
  var pageRoutes: [Route] {
    SessionRoutes(services: services).routes
      + AssetRoutes(services: services).routes
      + BoardRoutes(services: services).routes
      + AnswerRoutes(services: services).routes
  }

  func router() -> Router<APIContext> {
    let gate = Gate(services: services)
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    let placed =
      (rootRoutes + pageRoutes).map { (path: $0.path, route: $0) }
      + routes.map { (path: Self.prefix + $0.path, route: $0) }
    router.addMiddleware {
      RequestLog(
        places: placed.map { (template: $0.path, method: $0.route.method) },
        metrics: services.metrics,
        logger: services.logger
      )
    }
    for (path, route) in placed {
      router.on(RouterPath(path), method: route.method) { request, context in
        try await gate.answer(route, at: path, request, context)
      }
    }
    return router
  }
}
