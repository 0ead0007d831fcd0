public import EventModel
public import Resolution

/// What the writes of one transaction change of one tenant's roll-ups.
public struct RollupChanges: Sendable {
  public private(set) var outcomes: [OutcomeDifference] = []
  public private(set) var credits: [CreditDifference] = []
  public private(set) var actions: [ActionKey: ActionFigures] = [:]

  public init() {}

  /// Whether no figure changes.
  public var isEmpty: Bool { outcomes.isEmpty && credits.isEmpty && actions.isEmpty }

  /// Adds what is written of one conversation.
  public mutating func add(_ changes: ConversationChanges) {
    for version in changes.insertedOutcomes { outcomes.append(OutcomeDifference(version, replacing: nil)) }
    for (version, former) in zip(changes.updatedOutcomes, changes.formerOutcomes) {
      let difference = OutcomeDifference(version, replacing: former)
      if !difference.isZero { outcomes.append(difference) }
    }
    for conversion in changes.insertedConversions { add(conversion.signalEventID, from: [], to: conversion.touches) }
    for (conversion, former) in zip(changes.updatedConversions, changes.formerConversions) {
      add(conversion.signalEventID, from: former.touches, to: conversion.touches)
    }
    for former in changes.formerConversions.dropFirst(changes.updatedConversions.count) {
      add(former.signalEventID, from: former.touches, to: [])
    }
  }

  private mutating func add(_ signal: EventID, from former: [Conversion.Touch], to current: [Conversion.Touch]) {
    credits += CreditDifference.all(of: signal, from: former, to: current)
  }

  /// Counts an action that is recorded for the first time.
  public mutating func count(_ action: AgentAction, at time: Timestamp) {
    actions[ActionKey(action, at: time), default: ActionFigures()].add(action)
  }
}
