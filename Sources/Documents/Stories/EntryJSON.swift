import Calibration
import EventModel
import Insight
import Resolution
import Store

/// One entry of a conversation's timeline as a JSON object, with what the fold reads of it and nothing else.
enum EntryJSON {
  static func document(_ entry: EventStory.Entry) -> JSONValue {
    let common: [JSONMember] = [
      JSONMember("timestamp", .time(entry.time)), JSONMember("event_id", .string(entry.eventID.description)),
    ]
    let rest: KeyValuePairs<String, JSONValue> =
      switch entry.body {
      case .action(let action, let outcomes): members(of: action, outcomes)
      case .reply(let reply, let effects):
        [
          "kind": .string("customer.reply"), "reply_type": .string(reply.replyType.rawValue),
          "in_reply_to": .text(reply.inReplyTo?.text), "effects": .array(effects.map(effect)),
        ]
      case .stage(let stage, let effects):
        [
          "kind": .string("deal.stage"), "to_stage": .string(stage.toStage.text),
          "from_stage": .text(stage.fromStage?.text), "effects": .array(effects.map(effect)),
        ]
      case .label(let act): members(of: act)
      }
    return .object(common + rest.map { JSONMember($0.key, $0.value) })
  }

  private static func members(
    of action: RecordedAction,
    _ outcomes: [EventStory.OutcomeStory]
  ) -> KeyValuePairs<String, JSONValue> {
    [
      "kind": .string("agent.action"), "action_type": .string(action.actionType.text),
      "action_id": .string(action.actionID.text), "predicted_confidence": .real(action.predictedConfidence),
      "deal_stage": .text(action.dealStage?.text), "calibration_version": .count(action.calibrationVersion),
      "outcomes": .array(outcomes.map(outcome)),
    ]
  }

  private static func members(of act: LabelAct) -> KeyValuePairs<String, JSONValue> {
    switch act.kind {
    case .set(let label, let score):
      [
        "kind": .string("label"), "outcome_id": .string(act.outcomeID.description), "status": .string(label.rawValue),
        "score": .real(score),
      ]
    case .withdrawn:
      [
        "kind": .string("label"), "outcome_id": .string(act.outcomeID.description), "status": .string("withdrawn"),
        "score": .null,
      ]
    }
  }

  private static func effect(_ effect: EventStory.Effect) -> JSONValue {
    .object([
      "outcome_id": .string(effect.outcomeID.description), "outcome_type": .string(effect.outcomeType.rawValue),
      "action_event_id": .string(effect.action.eventID.description), "relation": .string(effect.relation.rawValue),
      "reason": .string(effect.reason),
    ])
  }

  private static func outcome(_ story: EventStory.OutcomeStory) -> JSONValue {
    let (folded, stored) = (story.folded, story.stored)
    return .object([
      "outcome_id": .string(folded.id.description),
      "outcome_type": .string(folded.outcomeType.rawValue),
      "is_primary": .bool(folded.isPrimary),
      "is_written": .bool(stored != nil),
      "status": .text(stored?.status.rawValue),
      "folded_status": .string(folded.status.rawValue),
      "score": .real(stored?.score),
      "revision": .count(stored?.revision),
      "signal_source": .text(stored?.signalSource?.rawValue),
      "signal_event_id": .text(stored?.signalEventID?.description),
      "resolved_at": .time(stored?.resolvedAt),
      "evidence_weight": .real(stored?.evidenceWeight),
      "acted_at": .time(folded.actedAt),
      "window_expires_at": .time(stored?.windowExpiresAt ?? folded.windowExpiresAt),
      "sample_state": .text(stored?.sampleState.rawValue),
      "ledger_is_current": story.isLedgerCurrent.map(JSONValue.bool) ?? .null,
      "ledger": story.sample.map(sample) ?? .null,
      "outbox": .array(
        story.outbox.map { row in
          .object([
            "event_id": .string(row.eventID.description), "revision": .count(row.revision),
            "written_at": .time(row.occurredAt),
          ])
        }
      ),
    ])
  }

  private static func sample(_ row: SampleRow) -> JSONValue {
    .object([
      "revision": .count(row.revision), "state": .string(row.state.rawValue),
      "action_type": .string(row.actionType.text), "predicted_confidence": .real(row.predictedConfidence),
      "bin_index": .count(ConfidenceBin.index(of: row.predictedConfidence)),
      "outcome": .count(row.outcome.map { $0 ? 1 : 0 }), "weight": .real(row.weight),
      "calibration_version": .count(row.calibrationVersion),
    ])
  }
}
