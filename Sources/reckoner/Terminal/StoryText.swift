import Attribution
import Calibration
import Delivery
import Documents
import EventModel
import Insight
import Resolution
import Store
import Streams
import Workers

/// A recorded event's story as lines for a person.
struct StoryText {
  private let story: EventStory
  private let now: Timestamp

  init(_ story: EventStory, now: Timestamp) {
    self.story = story
    self.now = now
  }

  func lines() -> [String] {
    heading + story.conversations.flatMap { [""] + conversationLines($0) }
  }

  private var heading: [String] {
    let event = story.event
    let concerned = event.conversations.map(\.conversationID.description)
    var lines = ["event \(event.key.eventID): \(event.eventType.rawValue)"]
    if let outcome = story.outcomeID { lines.insert("outcome \(outcome), opened by", at: 0) }
    return lines
      + [
        "tenant       \(event.key.tenantID)",
        "event time   \(event.occurredAt.rfc3339)",
        "recorded at  \(event.recordedAt.rfc3339)\(Self.delay(from: event.occurredAt, to: event.recordedAt))",
        "stream       \(story.streamKey.text), or the shared events:\(event.eventType.rawValue)",
        "envelope     \(event.envelope ?? "no optional fields")",
        "concerns     \(concerned.count == 1 ? "conversation" : "conversations") \(concerned.joined(separator: ", "))",
      ].indented
  }

  private static func delay(from occurred: Timestamp, to recorded: Timestamp) -> String {
    recorded >= occurred ? ", \(NumberText.span(recorded - occurred)) later" : ", before its event time"
  }

  private func conversationLines(_ conversation: EventStory.Conversation) -> [String] {
    var lines = ["conversation \(conversation.key.conversationID)"]
    lines += standing(conversation).indented
    let conversions = Dictionary(
      conversation.conversions.map { ($0.signalEventID, $0) },
      uniquingKeysWith: { $1 }
    )
    let actions = Self.actions(of: conversation)
    for entry in conversation.entries {
      let isAsked = entry.eventID == story.event.key.eventID
      lines += ["", "\(isAsked ? ">" : " ") \(entry.time.rfc3339)  \(Self.title(of: entry))"]
      lines += details(of: entry, conversion: conversions[entry.eventID], actions: actions).indented.indented
    }
    return lines
  }

  private func standing(_ conversation: EventStory.Conversation) -> [String] {
    let due =
      conversation.dueMarks.first.map { mark in
        "due since \(mark.since.rfc3339) (\(mark.reason.rawValue)): it waits to be folded again"
      } ?? "not due: nothing waits to be folded"
    let rows =
      if conversation.isSettled {
        "stored rows: as a fresh fold says"
      } else if conversation.dueMarks.isEmpty {
        "stored rows: NOT what a fresh fold says, although nothing is due; `reckoner verify` tells more"
      } else {
        "stored rows: not yet what a fresh fold says"
      }
    return [due, rows]
  }

  private static func actions(of conversation: EventStory.Conversation) -> [EventID: RecordedAction] {
    var actions: [EventID: RecordedAction] = [:]
    for entry in conversation.entries {
      if case .action(let action, _) = entry.body { actions[action.eventID] = action }
    }
    return actions
  }

  private static func title(of entry: EventStory.Entry) -> String {
    switch entry.body {
    case .action(let action, _):
      let stage = action.dealStage.map { ", at stage \($0.text)" } ?? ""
      let version = action.calibrationVersion.map { ", under calibration version \($0)" } ?? ""
      let name = action.actionID.text == action.eventID.description ? "" : ", action id \(action.actionID.text)"
      let confidence = NumberText.fixed(action.predictedConfidence)
      return "agent.action \(action.actionType.text), says \(confidence)\(stage)\(version)\(name)"
    case .reply(let reply, _):
      let answered = reply.inReplyTo.map { ", in reply to \($0.text)" } ?? ""
      return "customer.reply \(reply.replyType.rawValue)\(answered)"
    case .stage(let stage, _):
      return "deal.stage \(stage.fromStage.map { "\($0.text) to " } ?? "to ")\(stage.toStage.text)"
    case .label(let act):
      switch act.kind {
      case .set(let label, let score):
        let given = score.map { ", score \(NumberText.fixed($0))" } ?? ""
        return "label \(label.rawValue)\(given), by a person"
      case .withdrawn: return "label withdrawn, by a person"
      }
    }
  }

  private func details(
    of entry: EventStory.Entry,
    conversion: Conversion?,
    actions: [EventID: RecordedAction]
  ) -> [String] {
    switch entry.body {
    case .action(let action, let outcomes):
      return ["event \(action.eventID)"]
        + outcomes.flatMap { outcome in
          OutcomeText(outcome, isAsked: outcome.folded.id == story.outcomeID, now: now).lines()
        }
    case .reply(let reply, let effects):
      return ["event \(reply.eventID)"] + EffectText.lines(of: effects)
        + Self.credits(of: conversion, actions: actions)
    case .stage(let stage, let effects):
      return ["event \(stage.eventID)"] + EffectText.lines(of: effects)
        + Self.credits(of: conversion, actions: actions)
    case .label(let act):
      return ["label \(act.id) on outcome \(act.outcomeID)"]
    }
  }

  private static func credits(of conversion: Conversion?, actions: [EventID: RecordedAction]) -> [String] {
    guard let conversion else { return ["no conversion"] }
    var table = Table([.right("position"), .right("credit"), .left("action"), .left("event"), .left("time")])
    for (index, touch) in conversion.touches.enumerated() {
      let action = actions[touch.actionEventID]
      table.add([
        NumberText.count(index + 1), NumberText.percent(micros: touch.creditMicros), action?.actionType.text ?? "",
        touch.actionEventID.description, action?.timestamp.rfc3339 ?? "",
      ])
    }
    return ["conversion, credited by \(conversion.model.rawValue):"] + table.lines().indented
  }
}
