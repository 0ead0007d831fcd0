import Access
import Boards
import Calibration
import Documents
import EventModel
import Feedback
import Insight
import PostgresClient
import Reports
import Settings
import Store

/// What waits for the reader, read from the same places as the API's lists.
struct TaskLists: Sendable {
  private static let countMax = 12

  let services: APIServices
  let request: APIRequest
  let clock: LocalClock

  /// Outcomes that only a person can decide.
  func labels() async throws -> BoardTaskList {
    let rows = try await request.postgres.send(
      PageOutcomes<AmbiguousOutcomes>(
        of: request.tenant,
        OutcomeFilter(scope: request.scope),
        after: nil,
        countMax: Self.countMax + 1
      )
    )
    let shown = Array(rows.prefix(Self.countMax))
    let contexts = try await OutcomeDocument.contexts(of: shown, request)
    return BoardTaskList(
      "labels",
      title: "Was it a success?",
      note: "The answer was unclear, and only a person can say. What you say counts from then on.",
      shown.map { label($0, contexts[$0.id]) },
      emptyText: "No outcome waits for a label.",
      isCut: rows.count > shown.count
    )
  }

  private func label(_ row: OutcomeRow, _ context: OutcomeDocument.Context?) -> BoardTask {
    func answer(_ text: String, _ key: Character, _ label: FeedbackLabel) -> BoardTask.Answer {
      BoardTask.Answer(
        text,
        key: key,
        [
          BoardTask.Field("outcome_id", row.id.description), BoardTask.Field("label", label.rawValue),
        ]
      )
    }
    return BoardTask(
      id: "label-\(row.id)",
      title: Self.question(row.outcomeType),
      facts: [Words.label(row.actionType.text)] + facts(row.repID, row.actedAt)
        + ["was \(ValueText.text(row.predictedConfidence, unit: "proportion")) sure"],
      quote: context?.signal.map(Self.signal),
      hint: context.flatMap { Self.hint($0.hint) },
      story: "/outcomes/\(row.id)",
      action: "/answers/label",
      answers: [answer("A success", "s", .positive), answer("No success", "n", .negative)]
    )
  }

  private static func question(_ type: OutcomeType) -> String {
    switch type {
    case .emailEngagement: "Did this message win interest?"
    case .meetingOutcome: "Did the meeting come about?"
    case .dealProgression: "Did the deal move on?"
    case .escalationResult: "Was it resolved?"
    }
  }

  /// What came as an answer, in words: replies carry their kind, and no text.
  private static func signal(_ row: ListSignals.Row) -> String {
    let payload = CalibrationJSON.parsed(row.payload)
    func text(_ name: String) -> String? {
      guard case .string(let text)? = payload?[name] else { return nil }
      return text
    }
    let kind = text("reply_type") ?? text("to_stage")
    let sentiment = text("sentiment").map { ", \($0) in tone" } ?? ""
    return
      "\(Words.label(row.eventType.rawValue.replacing(".", with: " "))): \(kind.map(Words.plain) ?? "of no kind")\(sentiment)"
  }

  private static func hint(_ hint: LabelHint) -> String? {
    let count = hint.positiveCount + hint.neutralCount + hint.negativeCount
    guard count > 0 else { return nil }
    return "\(hint.positiveCount) of \(Words.count(Int64(count), "rating")) of the action "
      + "\(hint.positiveCount == 1 ? "is" : "are") good, \(hint.negativeCount) bad. Ratings are about quality, and decide nothing."
  }

  /// Actions that deserve feedback.
  func ratings() async throws -> BoardTaskList {
    let asked = try await PromptDesk(isReadOnly: services.settings.isReadOnly).questions(for: request)
    return BoardTaskList(
      "ratings",
      title: "How good was it?",
      note: "Few questions a day, and only about what matters: what was handed over, and deals that moved.",
      asked.rows.prefix(Self.countMax).map(rating),
      emptyText: asked.withheldCount > 0 ? "Nothing more today." : "No action asks for feedback."
    )
  }

  private func rating(_ row: ListPromptCandidates.Row) -> BoardTask {
    let names = ["1 bad", "2", "3", "4", "5 good"]
    let question =
      switch row.candidate.kind {
      case .escalation: "Was handing over right?"
      case .stageChange: "Was it this action that moved the deal?"
      case .routine: "How good was this action?"
      }
    return BoardTask(
      id: "rating-\(row.outcomeID)",
      title: question,
      facts: [Words.label(row.actionType.text)] + facts(row.rep, row.candidate.happenedAt),
      story: "/outcomes/\(row.outcomeID)",
      action: "/answers/rating",
      answers: names.enumerated().map { index, name in
        BoardTask.Answer(
          name,
          key: Character("\(index + 1)"),
          [
            BoardTask.Field("conversation_state_id", row.candidate.conversationID.description),
            BoardTask.Field("target_type", row.candidate.target.type.rawValue),
            BoardTask.Field("target_id", row.candidate.target.id.text),
            BoardTask.Field("rating", "\(index + 1)"),
          ]
        )
      }
    )
  }

  /// Changes of the agent's correction that wait for a person.
  func proposals() async throws -> BoardTaskList {
    let standings = try await CalibrationReader(postgres: request.postgres).standings(of: request.tenant)
    let open = standings.compactMap(\.proposal)
    return BoardTaskList(
      "proposals",
      title: "Shall the agent correct itself?",
      note: "What it would say, and when it would ask for a person, from the next action on.",
      open.prefix(Self.countMax).map(proposal),
      emptyText: "No change waits for a decision.",
      isCut: open.count > Self.countMax
    )
  }

  private func proposal(_ row: AdjustmentRow) -> BoardTask {
    func answer(_ text: String, _ key: Character, _ decision: String) -> BoardTask.Answer {
      BoardTask.Answer(
        text,
        key: key,
        [
          BoardTask.Field("action_type", row.key.actionType.text), BoardTask.Field("decision", decision),
        ]
      )
    }
    let (before, after) = (row.before, row.after)
    func step(_ name: String, _ before: Double, _ after: Double) -> String {
      "\(name) \(ValueText.fixed(before, decimals: 3)) → \(ValueText.fixed(after, decimals: 3))"
    }
    return BoardTask(
      id: "proposal-\(row.key.actionType.text)",
      title: Words.label(row.key.actionType.text),
      facts: [
        step("scaling", before.confidenceScaling, after.confidenceScaling),
        step("escalation threshold", before.escalationThreshold, after.escalationThreshold),
      ] + (row.sampleCount.map { [Words.count($0, "sample")] } ?? []),
      quote: row.reason,
      action: "/answers/proposal",
      answers: [answer("Approve", "a", "approve"), answer("Reject", "r", "reject")]
    )
  }

  private func facts(_ rep: String?, _ time: Timestamp) -> [String] {
    (rep.map { ["of \($0)"] } ?? []) + [clock.text(time)]
  }
}
