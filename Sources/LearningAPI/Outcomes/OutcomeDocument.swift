import Documents
import EventModel
import Feedback
import Insight
import PostgresClient
import Resolution
import Store

/// An outcome record as JSON.
enum OutcomeDocument {
  static func members(_ row: OutcomeRow) -> [JSONMember] {
    let members: KeyValuePairs<String, JSONValue> = [
      "outcome_id": .string(row.id.description),
      "action_event_id": .string(row.actionEventID.description),
      "action_id": .string(row.actionID.text),
      "conversation_state_id": .string(row.conversationID.description),
      "deal_id": .text(row.dealID),
      "rep_id": .text(row.repID),
      "action_type": .string(row.actionType.text),
      "channel": .text(row.channel),
      "predicted_confidence": .real(row.predictedConfidence),
      "outcome_type": .string(row.outcomeType.rawValue),
      "outcome_status": .string(row.status.rawValue),
      "outcome_score": .real(row.score),
      "signal_source": .text(row.signalSource?.rawValue),
      "signal_event_id": .text(row.signalEventID?.description),
      "evidence_weight": .real(row.evidenceWeight),
      "revision": .count(row.revision),
      "is_primary": .bool(row.isPrimary),
      "acted_at": .time(row.actedAt),
      "window_expires_at": .time(row.windowExpiresAt),
      "resolved_at": .time(row.resolvedAt),
      "updated_at": .time(row.updatedAt),
    ]
    return members.map { JSONMember($0.key, $0.value) }
  }

  static func document(_ row: OutcomeRow) -> JSONValue { .object(members(row)) }

  /// What helps whoever decides what an ambiguous outcome was.
  struct Context: Sendable {
    /// What people's ratings of the action suggest.
    let hint: LabelHint
    /// The event that left it ambiguous.
    let signal: ListSignals.Row?
  }

  /// With its context, which only an ambiguous outcome has.
  static func document(_ row: OutcomeRow, context: Context?) -> JSONValue {
    .object(
      members(row) + [
        JSONMember("label_hint", context.map { hint($0.hint) } ?? .null),
        JSONMember("signal", context?.signal.map(signal) ?? .null),
      ]
    )
  }

  private static func signal(_ row: ListSignals.Row) -> JSONValue {
    .object([
      "event_id": .string(row.eventID.description),
      "event_type": .string(row.eventType.rawValue),
      "timestamp": .time(row.occurredAt),
      "data": CalibrationJSON.parsed(row.payload) ?? .null,
    ])
  }

  private static func hint(_ hint: LabelHint) -> JSONValue {
    .object([
      "suggestion": .string(hint.suggestion.rawValue),
      "is_contested": .bool(hint.isContested),
      "positive_count": .count(hint.positiveCount),
      "neutral_count": .count(hint.neutralCount),
      "negative_count": .count(hint.negativeCount),
      "mean": .real(hint.mean?.value),
    ])
  }
}

extension OutcomeDocument {
  /// What somebody who labels them wants to see: the reply that was unclear, and what people said about the action.
  static func contexts(
    of rows: [OutcomeRow],
    _ request: APIRequest
  ) async throws -> [OutcomeID: Context] {
    if rows.isEmpty { return [:] }
    let (said, signals) = try await request.postgres.send(
      ListFeedback(on: Set(rows.map(\.conversationID)), of: request.tenant),
      ListSignals(Set(rows.compactMap(\.signalEventID)), of: request.tenant)
    )
    let ratings = CurrentRatings(said)
    let signalsByID = Dictionary(signals.map { ($0.eventID, $0) }, uniquingKeysWith: { first, _ in first })
    let contexts = rows.map { row in
      Context(
        hint: LabelHint(ratings.ratings(about: row)),
        signal: row.signalEventID.flatMap { signalsByID[$0] }
      )
    }
    return Dictionary(uniqueKeysWithValues: zip(rows.map(\.id), contexts))
  }
}
