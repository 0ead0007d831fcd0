public import Coaching
public import EventModel

/// What one reader is told about one period: a pure function of the roll-ups, the tenant's settings and the time.
public struct AnalyticsDocument: Equatable, Sendable {
  public let role: AnalyticsRole
  public let scope: AnalyticsScope
  public let period: AnalyticsPeriod
  public let generatedAt: Timestamp
  /// Each name once, in the order in which a page shows them.
  public let metrics: [Metric]

  /// What a rep is told of the own figures.
  public static func rep(_ repID: RepID, _ request: AnalyticsRequest, from input: AnalyticsInput) -> AnalyticsDocument {
    let scope = AnalyticsScope.rep(repID)
    let pair = request.pair(input, scope: scope)
    return AnalyticsDocument(.rep, scope, request, repMetrics(pair, input.feedback))
  }

  /// What a manager is told of a team, or of everybody where the tenant has no teams.
  ///
  /// - Parameter scope: a team, or the tenant.
  public static func manager(
    _ scope: AnalyticsScope,
    _ request: AnalyticsRequest,
    from input: AnalyticsInput
  ) -> AnalyticsDocument {
    let pair = request.pair(input, scope: scope)
    return AnalyticsDocument(.manager, scope, request, managerMetrics(pair, input.feedback))
  }

  /// What an executive is told of the tenant.
  public static func executive(_ request: AnalyticsRequest, from input: AnalyticsInput) -> AnalyticsDocument {
    let pair = request.pair(input, scope: .tenant)
    return AnalyticsDocument(.executive, .tenant, request, executiveMetrics(pair, input.feedback, request.policy))
  }

  private init(_ role: AnalyticsRole, _ scope: AnalyticsScope, _ request: AnalyticsRequest, _ metrics: [Metric]) {
    self.role = role
    self.scope = scope
    period = request.period
    generatedAt = request.now
    self.metrics = metrics
  }

  /// `nil` where the role's document has no such metric.
  public subscript(name: MetricName) -> Metric? { metrics.first { $0.name == name } }
}
