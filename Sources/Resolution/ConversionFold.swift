import Attribution
import EventModel

/// The conversions of a conversation and their credits.
struct ConversionFold {
  private struct Entry {
    let timestamp: Timestamp
    let conversion: Conversion
    /// The positions of the touches' actions, ascending.
    let positions: [Int]
  }

  private let entries: [AutomaticDecision.Signal: Entry]

  /// - Parameter decisive: the signals that decide at least one outcome positive or negative.
  init(
    actions: ActionTimeline,
    replies: ReplyTimeline,
    stages: StageTimeline,
    decisive: Set<AutomaticDecision.Signal>,
    policy: ResolutionPolicy
  ) {
    var entries: [AutomaticDecision.Signal: Entry] = [:]
    let milestones = MilestoneFinder(stages: stages, policy: policy)
    func record(_ signal: AutomaticDecision.Signal, _ event: some RecordedEvent, _ positions: [Int]) {
      guard !positions.isEmpty else { return }
      let shared = positions.map { actions.touches[$0] }
      let credits = policy.attributionModel.credits(
        touches: shared,
        milestoneIndex: milestones.touchIndex(of: shared),
        parameters: policy.attributionParameters
      )
      let touches = zip(positions, credits).map { position, credit in
        Conversion.Touch(actionEventID: actions.actions[position].eventID, creditMicros: credit)
      }
      let conversion = Conversion(signalEventID: event.eventID, model: policy.attributionModel, touches: touches)
      entries[signal] = Entry(timestamp: event.timestamp, conversion: conversion, positions: positions)
    }
    for (position, reply) in replies.replies.enumerated() where decisive.contains(.reply(position)) {
      record(.reply(position), reply, replies.touches(of: position, actions: actions))
    }
    for (position, stage) in stages.stages.enumerated()
    where stages.isMovement(position) || decisive.contains(.stage(position)) {
      record(.stage(position), stage, Array(actions.positions(withinDealWindowOf: stage.timestamp)))
    }
    self.entries = entries
  }

  /// In the order of the signals.
  var conversions: [Conversion] {
    entries.values.sorted { left, right in
      left.timestamp != right.timestamp
        ? left.timestamp < right.timestamp : left.conversion.signalEventID < right.conversion.signalEventID
    }.map(\.conversion)
  }

  /// The action's part of the conversion by this signal, relative to an even one.
  func evidenceWeight(of action: Int, in signal: AutomaticDecision.Signal) -> Double {
    guard let entry = entries[signal] else { preconditionFailure("a signal that decides an outcome is a conversion") }
    let touches = entry.conversion.touches
    let touch = entry.positions.partitioningIndex { $0 >= action }
    precondition(touch < touches.count && entry.positions[touch] == action, "what a signal decides is a touch of it")
    return Double(Int64(touches[touch].creditMicros) * Int64(touches.count)) / Double(LargestRemainder.whole)
  }
}
