import Attribution
import Boards
import EventModel
import Insight
import Reports
import Resolution
import Store

/// One outcome's story: what was said and done in its conversation, in order, and what each thing did to which outcome.
struct StoryBoard {
  private let row: OutcomeRow
  private let answer: EventStoryAnswer
  private let clock: LocalClock
  private let madeAt: Timestamp

  init(_ row: OutcomeRow, _ answer: EventStoryAnswer, clock: LocalClock, madeAt: Timestamp) {
    self.row = row
    self.answer = answer
    self.clock = clock
    self.madeAt = madeAt
  }

  var board: Board {
    let conversations = answer.stories.flatMap(\.conversations)
    return Board(
      .story,
      headline: headline,
      sections: [facts]
        + conversations.enumerated().flatMap { number, conversation in
          [timeline(conversation, number: number + 1), credits(conversation, number: number + 1)].compactMap(\.self)
        },
      clock: clock,
      madeAt: madeAt
    )
  }

  private var headline: String {
    let type = Words.label(row.actionType.text)
    let confidence = ", said to succeed with \(ValueText.text(row.predictedConfidence, unit: "proportion")),"
    switch row.status {
    case .pending:
      return "\(type)\(confidence) waits for an answer until \(clock.text(row.windowExpiresAt))."
    case .positive: return "\(type)\(confidence) succeeded\(decided)."
    case .negative: return "\(type)\(confidence) failed\(decided)."
    case .ambiguous: return "\(type)\(confidence) got an answer that is unclear: a person's label decides."
    case .expired:
      return "\(type)\(confidence) got no answer by \(clock.text(row.windowExpiresAt)), which counts as a failure."
    }
  }

  private var decided: String {
    switch row.signalSource?.rawValue {
    case "human_label": ", as a person said"
    case let source?: ", by \(Words.plain(source))"
    case nil: ""
    }
  }

  private var facts: BoardSection {
    let rows: [(String, String?)] = [
      ("Outcome", row.id.description), ("Conversation", row.conversationID.description), ("Rep", row.repID),
      ("Deal", row.dealID), ("Channel", row.channel), ("Kind", Words.plain(row.outcomeType.rawValue)),
      ("Status", row.status.rawValue), ("Acted", clock.text(row.actedAt)),
      ("Window closes", clock.text(row.windowExpiresAt)), ("Resolved", row.resolvedAt.map(clock.text)),
    ]
    return BoardSection(
      "facts",
      title: "The outcome",
      note: "As it is recorded now.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "facts",
              title: "What is recorded",
              [.text("fact"), .text("value")],
              rows: rows.map { [.text($0.0), .text($0.1, missing: "–")] },
              emptyText: ""
            )
          )
        ])
      ]
    )
  }

  private func timeline(_ conversation: EventStory.Conversation, number: Int) -> BoardSection {
    BoardSection(
      "timeline_\(number)",
      title: "What happened",
      note: conversation.isSettled
        ? "Everything in the conversation, in the order of event time."
        : "Everything in the conversation, in the order of event time. It waits to be worked off: results may change.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "timeline_\(number)_entries",
              title: "Timeline",
              [.text("when"), .text("what"), .text("effect", "What it did")],
              rows: conversation.entries.map { entry in
                [
                  ReportTable.Cell(value: .time(entry.time), text: clock.text(entry.time)),
                  .text(Self.what(entry)), .text(effect(entry), missing: ""),
                ]
              },
              emptyText: "Nothing is recorded of it."
            )
          )
        ])
      ]
    )
  }

  private static func what(_ entry: EventStory.Entry) -> String {
    switch entry.body {
    case .action(let action, _):
      "The agent: \(Words.plain(action.actionType.text)), \(ValueText.text(action.predictedConfidence, unit: "proportion")) sure"
    case .reply(let reply, _): "The customer: \(Words.plain(reply.replyType.rawValue))"
    case .stage(let stage, _):
      "The deal: \(stage.fromStage.map { "\(Words.plain($0.text)) → " } ?? "")\(Words.plain(stage.toStage.text))"
    case .label(let act):
      switch act.kind {
      case .set(let label, _): "A person: it was \(label.rawValue)"
      case .withdrawn: "A person: takes the label back"
      }
    }
  }

  private func effect(_ entry: EventStory.Entry) -> String? {
    switch entry.body {
    case .action(_, let outcomes):
      outcomes.map { outcome in
        let status = (outcome.stored?.status ?? outcome.folded.status).rawValue
        return "\(Words.plain(outcome.folded.outcomeType.rawValue)): \(status)"
      }.joined(separator: "; ")
    case .reply(_, let effects), .stage(_, let effects):
      effects.map { effect in
        let subject = effect.outcomeID == row.id ? "this outcome" : Words.plain(effect.outcomeType.rawValue)
        return effect.relation == .decides ? "decides \(subject): \(effect.reason)" : "\(subject): \(effect.reason)"
      }.joined(separator: "; ")
    case .label: nil
    }
  }

  private func credits(_ conversation: EventStory.Conversation, number: Int) -> BoardSection? {
    if conversation.conversions.isEmpty { return nil }
    var actions: [EventID: RecordedAction] = [:]
    for entry in conversation.entries {
      if case .action(let action, _) = entry.body { actions[action.eventID] = action }
    }
    let rows = conversation.conversions.flatMap { conversion in
      conversion.touches.map { touch -> [ReportTable.Cell] in
        let action = actions[touch.actionEventID]
        return [
          .text(action.map { Words.plain($0.actionType.text) }),
          .text(action.map { clock.text($0.timestamp) }),
          .number(Double(touch.creditMicros) / 1_000_000, unit: "proportion"),
          .text(Words.plain(conversion.model.rawValue)),
        ]
      }
    }
    return BoardSection(
      "credits_\(number)",
      title: "Who earned it",
      note: "Each conversion is shared among the actions before it.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "credits_\(number)_touches",
              title: "Credit",
              [.text("action"), .text("when"), .number("credit"), .text("model")],
              rows: rows,
              emptyText: ""
            )
          )
        ])
      ]
    )
  }
}
