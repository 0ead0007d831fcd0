import Attribution
import EventModel
import Resolution
import Store

/// Sums the credits of conversations under several models at once.
struct SummaryGathering {
  private struct GroupedAction: Hashable {
    let group: String?
    let action: EventID
  }

  private let policies: [ResolutionPolicy]
  private let grouping: AttributionGrouping
  private let period: EventPeriod
  private(set) var summaries: [AttributionSummary]

  init(
    policy: ResolutionPolicy,
    models: [AttributionModel],
    grouping: AttributionGrouping,
    period: EventPeriod
  ) {
    policies = models.map { model in
      var policy = policy
      policy.attributionModel = model
      return policy
    }
    self.grouping = grouping
    self.period = period
    summaries = models.map { _ in AttributionSummary() }
  }

  mutating func add(_ history: ConversationHistory, facts: [EventID: LoadAttributionFacts.Row]) {
    let types = Dictionary(history.actions.map { ($0.eventID, $0.actionType) }, uniquingKeysWith: { $1 })
    var actions: Set<GroupedAction> = []
    for (index, policy) in policies.enumerated() {
      let signals = ConversationSignals(history, order: policy.stageOrder)
      for conversion in resolve(history, policy: policy, now: nil).conversions {
        let signal = signals[conversion.signalEventID]
        guard period.contains(signal.time) else { continue }
        let groups = conversion.touches.map { touch in
          types[touch.actionEventID].flatMap { type in
            grouping.group(of: type, facts: facts[touch.actionEventID], signalTime: signal.time)
          }
        }
        let credited = Self.credited(conversion, result: signal.result, groups: groups, facts: facts)
        summaries[index].add(credited)
        for (group, touch) in zip(groups, conversion.touches) {
          actions.insert(GroupedAction(group: group, action: touch.actionEventID))
        }
      }
    }
    for (group, actions) in Dictionary(grouping: actions, by: \.group) {
      for index in summaries.indices { summaries[index].addActions(actions.count, in: group) }
    }
  }

  private static func credited(
    _ conversion: Conversion,
    result: ConversionResult,
    groups: [String?],
    facts: [EventID: LoadAttributionFacts.Row]
  ) -> CreditedConversion {
    // A reply has no facts: it concerns one conversation and is worth nothing.
    let signal = facts[conversion.signalEventID]
    return CreditedConversion(
      isWon: result == .won,
      groups: groups,
      credits: conversion.touches.map(\.creditMicros),
      conversationCount: signal?.conversationCount ?? 1,
      amount: signal?.amount.flatMap { CreditedConversion.Amount(value: $0, currency: signal?.currency) }
    )
  }
}
