public import Attribution
public import EventModel
public import PostgresClient
import Resolution
import Store

/// Computes a tenant's attribution from the recorded history, in one snapshot and in bounded memory: any model from the
/// same touches, whatever is stored.
public struct AttributionReader: Sendable {
  private let postgres: PostgresPool
  private let tenant: TenantID

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// Sums credits by groups.
  ///
  /// `markov` shares by the tenant's own effects, or, where none are set, by those of the period's paths.
  /// - Parameters:
  ///   - models: `nil` is the tenant's own.
  ///   - period: of the signals' times.
  /// - Throws: an `AttributionError` where effects can't be fitted.
  public func summary(
    of models: [AttributionModel]?,
    by grouping: AttributionGrouping,
    in period: EventPeriod
  ) async throws -> TenantAttribution {
    try await read { policy, walk in
      let models = models ?? [policy.attributionModel]
      var fitted = policy
      if models.contains(.markov), policy.attributionParameters.typeEffects == .unknown {
        fitted.attributionParameters.typeEffects =
          try await Self.fit(policy, order: 1, in: period, walk).typeEffects
      }
      var gathering = SummaryGathering(policy: fitted, models: models, grouping: grouping, period: period)
      try await walk.run(readsFacts: true) { gathering.add($0.history, facts: $1) }
      return TenantAttribution(
        grouping: grouping,
        period: period,
        storedModel: policy.attributionModel,
        models: zip(models, gathering.summaries).map { TenantAttribution.Model(model: $0, summary: $1) }
      )
    }
  }

  /// Fits the removal effects of the tenant's own paths.
  /// - Parameters:
  ///   - order: how many last touches the next step depends on, in 1...`MarkovModel.orderMax`.
  ///   - period: of the signals' times; of the actions' times in conversations without a conversion.
  /// - Throws: an `AttributionError` where the chain would be too large.
  public func fit(order: Int, in period: EventPeriod) async throws -> FittedEffects {
    try await read { policy, walk in try await Self.fit(policy, order: order, in: period, walk) }
  }

  private static func fit(
    _ policy: ResolutionPolicy,
    order: Int,
    in period: EventPeriod,
    _ walk: ConversationWalk
  ) async throws -> FittedEffects {
    var gathering = PathGathering(policy: policy, period: period)
    try await walk.run(readsFacts: false) { conversation, _ in gathering.add(conversation.history) }
    return try gathering.fit(order: order)
  }

  func read<Value: Sendable>(
    _ work: (ResolutionPolicy, ConversationWalk) async throws -> Value
  ) async throws -> Value {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      // In a round trip of its own: what follows is planned after it.
      _ = try await transaction.send(PrepareInspection())
      let policies = try TenantPolicies(try await transaction.send(LoadSettings([tenant])))
      return try await work(policies[tenant], ConversationWalk(tenant: tenant, transaction: transaction))
    }
  }
}
