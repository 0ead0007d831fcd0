import EventModel
import Resolution
import Store

extension EventStory.Conversation {
  /// Folds what is recorded, beside what is stored.
  /// - Parameter asked: the event whose story it is.
  init(
    _ stored: StoredConversation,
    key: ConversationKey,
    asked: EventID,
    policy: ResolutionPolicy,
    ledger: EventStoryReader.Ledger,
    dueMarks: [FindDueMarks.Row]
  ) {
    let history = stored.history
    let folded = resolve(history, policy: policy, now: nil, expirySeen: stored.expirySeen)
    let changes = reconcile(stored: stored.outcomes, storedConversions: stored.conversions, folded: folded)
    let effects = EventStoryEffects(history, policy: policy, folded: folded)
    let signalCount = history.replies.count + history.stages.count
    let explainsAll = signalCount * folded.outcomes.count <= EventStoryReader.explainedPairCountMax
    func isWanted(_ signal: EventID) -> (RecordedAction) -> Bool {
      { explainsAll || signal == asked || $0.eventID == asked }
    }

    let rows = Dictionary(stored.outcomes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let outcomes = Dictionary(grouping: folded.outcomes, by: \.actionEventID)
    var entries = history.actions.map { action in
      let stories = (outcomes[action.eventID] ?? []).map { outcome in
        EventStory.OutcomeStory(
          folded: outcome,
          stored: rows[outcome.id],
          sample: ledger.samples[outcome.id],
          outbox: ledger.outbox[outcome.id] ?? []
        )
      }
      return EventStory.Entry(
        time: action.timestamp,
        eventID: action.eventID,
        body: .action(action, outcomes: stories)
      )
    }
    entries += history.replies.map { reply in
      let found = effects.effects(of: reply, where: isWanted(reply.eventID))
      return EventStory.Entry(time: reply.timestamp, eventID: reply.eventID, body: .reply(reply, effects: found))
    }
    entries += history.stages.map { stage in
      let found = effects.effects(of: stage, where: isWanted(stage.eventID))
      return EventStory.Entry(time: stage.timestamp, eventID: stage.eventID, body: .stage(stage, effects: found))
    }
    entries += history.labels.map { EventStory.Entry(time: $0.labelledAt, eventID: $0.id, body: .label($0)) }

    let times = Dictionary(entries.map { ($0.eventID, $0.time) }, uniquingKeysWith: { $1 })
    func place(_ conversion: Conversion) -> (Timestamp, EventID) {
      (times[conversion.signalEventID] ?? Timestamp(microseconds: .max), conversion.signalEventID)
    }
    self.init(
      key: key,
      dueMarks: dueMarks,
      isSettled: changes.isEmpty,
      entries: entries.sorted { ($0.time, $0.eventID) < ($1.time, $1.eventID) },
      conversions: stored.conversions.sorted { place($0) < place($1) }
    )
  }
}
