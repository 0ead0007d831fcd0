public import Attribution
public import EventModel
import PostgresClient
import Resolution
import Store

extension AttributionReader {
  /// The conversion that decided an outcome, under a model.
  ///
  /// - Parameter model: `nil` is the tenant's own. `markov` shares by the tenant's effects, evenly where none are set.
  /// - Returns: `nil` for an id that is no outcome of the tenant's.
  public func outcome(_ id: OutcomeID, under model: AttributionModel?) async throws -> OutcomeAttribution? {
    try await read { policy, walk in
      let (transaction, tenant) = (walk.transaction, walk.tenant)
      guard let found = try await transaction.send(FindOutcome(id, in: [tenant])).first,
        let action = try await transaction.send(FindEvent(found.actionEventID, in: [tenant])).first,
        let stored = try await StoredConversation.read(
          action.conversations.map { DatedConversation($0) },
          in: transaction
        ).first
      else { return nil }
      var chosen = policy
      chosen.attributionModel = model ?? policy.attributionModel
      return Self.attribution(of: id, in: stored, policy: chosen)
    }
  }

  private static func attribution(
    of id: OutcomeID,
    in stored: StoredConversation,
    policy: ResolutionPolicy
  ) -> OutcomeAttribution? {
    let state = resolve(stored.history, policy: policy, now: nil, expirySeen: stored.expirySeen)
    guard let outcome = state.outcomes.first(where: { $0.id == id }) else { return nil }
    let conversion = state.conversions.first { $0.signalEventID == outcome.signalEventID }
    let kept = stored.conversions.first { $0.signalEventID == outcome.signalEventID }
    let actions = Dictionary(stored.history.actions.map { ($0.eventID, $0) }, uniquingKeysWith: { $1 })
    let touches = (conversion?.touches ?? []).compactMap { touch in
      actions[touch.actionEventID].map { action in
        OutcomeAttribution.Touch(
          actionEventID: touch.actionEventID,
          actionType: action.actionType,
          actedAt: action.timestamp,
          creditMicros: touch.creditMicros,
          storedMicros: kept?.touches.first { $0.actionEventID == touch.actionEventID }?.creditMicros
        )
      }
    }
    return OutcomeAttribution(
      outcomeID: id,
      status: outcome.status,
      signalEventID: outcome.signalEventID,
      model: policy.attributionModel,
      storedModel: kept?.model,
      touches: touches
    )
  }
}
