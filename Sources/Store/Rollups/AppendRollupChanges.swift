public import EventModel
import FoundationEssentials
public import PostgresClient
public import Rollups

/// Notes what a transaction changes of the roll-ups, one row for each tenant, to be folded later.
public struct AppendRollupChanges: PostgresStatement {
  /// Outcomes, touches and actions of one row at most, each: a row is folded as a whole.
  public static let elementCountMax = 5000

  private struct Part {
    let tenantID: TenantID
    let outcomes: ArraySlice<OutcomeDifference>
    /// Those of the outcomes, at their beginning, of which more changes than the status.
    let sampledCount: Int
    let credits: ArraySlice<CreditDifference>
    let actions: ArraySlice<(key: ActionKey, value: ActionFigures)>
    /// Those of the actions, at their beginning, that have a cost.
    let costedCount: Int

    var sampled: ArraySlice<OutcomeDifference> { outcomes.prefix(sampledCount) }
    var costed: ArraySlice<(key: ActionKey, value: ActionFigures)> { actions.prefix(costedCount) }
    var entryCount: Int32 { Int32(outcomes.count + credits.count + actions.count) }
  }

  private let parts: [Part]
  private let now: Timestamp

  public init(_ changes: [TenantID: RollupChanges], now: Timestamp) {
    parts = changes.flatMap { Self.parts(of: $0.value, tenant: $0.key) }
    self.now = now
  }

  private static func parts(of changes: RollupChanges, tenant: TenantID) -> [Part] {
    let sampled = changes.outcomes.filter(\.isBeyondStatus)
    let outcomes = sampled + changes.outcomes.filter { !$0.isBeyondStatus }
    let costed = changes.actions.filter { $0.value.costCount > 0 }
    let actions = Array(costed) + changes.actions.filter { $0.value.costCount == 0 }
    let countMax = max(outcomes.count, changes.credits.count, actions.count)
    return stride(from: 0, to: countMax, by: elementCountMax).map { start in
      Part(
        tenantID: tenant,
        outcomes: outcomes.dropFirst(start).prefix(elementCountMax),
        sampledCount: min(max(sampled.count - start, 0), elementCountMax),
        credits: changes.credits.dropFirst(start).prefix(elementCountMax),
        actions: actions.dropFirst(start).prefix(elementCountMax),
        costedCount: min(max(costed.count - start, 0), elementCountMax)
      )
    }
  }

  // Each row takes its slices of the long arrays.
  public static let sql = """
    INSERT INTO learning.rollup_changes (
      tenant_id, recorded_at, entry_count, outcome_ids, former_statuses, statuses, labelled_counts, sample_counts,
      sample_weight_micros, sample_confidence_micros, sample_outcome_micros, signal_event_ids, touch_event_ids,
      former_credit_micros, credit_micros, action_days, action_rep_ids, action_types, action_channels, action_counts,
      cost_counts, cost_micros, outcome_times)
    SELECT tenant_id, $2, entry_count, ($14::uuid[])[first_outcome:last_outcome],
      ($15::int2[])[first_outcome:last_outcome], ($16::int2[])[first_outcome:last_outcome],
      ($17::int2[])[first_sampled:last_sampled], ($18::int2[])[first_sampled:last_sampled],
      ($19::int8[])[first_sampled:last_sampled], ($20::int8[])[first_sampled:last_sampled],
      ($21::int8[])[first_sampled:last_sampled], ($22::uuid[])[first_credit:last_credit],
      ($23::uuid[])[first_credit:last_credit], ($24::int4[])[first_credit:last_credit],
      ($25::int4[])[first_credit:last_credit], ($26::int4[])[first_action:last_action],
      ($27::text[])[first_action:last_action], ($28::text[])[first_action:last_action],
      ($29::text[])[first_action:last_action], ($30::int4[])[first_action:last_action],
      ($31::int4[])[first_costed:last_costed], ($32::int8[])[first_costed:last_costed],
      ($33::timestamptz[])[first_outcome:last_outcome]
    FROM unnest(
      $1::uuid[], $3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[],
      $11::int4[], $12::int4[], $13::int4[])
      AS batch (
        tenant_id, entry_count, first_outcome, last_outcome, first_sampled, last_sampled, first_credit, last_credit,
        first_action, last_action, first_costed, last_costed)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(parts.map(\.tenantID.uuid))
    parameters.append(PostgresTimestamp(now))
    parameters.append(parts.map(\.entryCount))
    parameters.append(slicesOf: parts.map(\.outcomes.count))
    parameters.append(slicesOf: parts.map(\.sampledCount))
    parameters.append(slicesOf: parts.map(\.credits.count))
    parameters.append(slicesOf: parts.map(\.actions.count))
    parameters.append(slicesOf: parts.map(\.costedCount))
    bindOutcomes(&parameters)
    let credits = parts.flatMap(\.credits)
    parameters.append(credits.map(\.signalEventID.uuid))
    parameters.append(credits.map(\.actionEventID.uuid))
    parameters.append(credits.map { $0.formerMicros ?? -1 })
    parameters.append(credits.map { $0.micros ?? -1 })
    let actions = parts.flatMap(\.actions)
    parameters.append(actions.map(\.key.day))
    parameters.append(actions.map(\.key.repID.text))
    parameters.append(actions.map(\.key.actionType.text))
    parameters.append(actions.map(\.key.channel.text))
    parameters.append(actions.map { Int32($0.value.actionCount) })
    let costed = parts.flatMap(\.costed)
    parameters.append(costed.map { Int32($0.value.costCount) })
    parameters.append(costed.map(\.value.costMicros))
    parameters.append(parts.flatMap(\.outcomes).map { PostgresTimestamp($0.actedAt) })
  }

  private func bindOutcomes(_ parameters: inout PostgresParameters) {
    let outcomes = parts.flatMap(\.outcomes)
    parameters.append(outcomes.map(\.outcomeID.uuid))
    parameters.append(outcomes.map { $0.formerStatus?.rollupNumber ?? 0 })
    parameters.append(outcomes.map(\.status.rollupNumber))
    let sampled = parts.flatMap(\.sampled)
    parameters.append(sampled.map(\.labelledCount))
    parameters.append(sampled.map(\.sampleCount))
    parameters.append(sampled.map(\.sampleWeightMicros))
    parameters.append(sampled.map(\.sampleConfidenceMicros))
    parameters.append(sampled.map(\.sampleOutcomeMicros))
  }
}

extension OutcomeStatus {
  /// The number that stands for the status in a row of changes; 0 is none.
  fileprivate var rollupNumber: Int16 {
    switch self {
    case .pending: 1
    case .positive: 2
    case .negative: 3
    case .ambiguous: 4
    case .expired: 5
    }
  }
}
