import Coaching
import EventModel
import PostgresClient
import Resolution
import SettingModel
import Store

/// Reads outcomes as coaching sees them.
struct CoachingWalk {
  let tenant: TenantID
  let timeZone: TimeZoneName
  let stageOrder: StageOrder
  let rareValues: Set<AttributeValue>
  let transaction: PostgresTransaction

  /// - Parameter outcomes: all that count of their conversations.
  /// - Returns: the observations of each conversation.
  func conversations(of outcomes: [(id: OutcomeID, actedAt: Timestamp)]) async throws -> [[CoachingObservation]] {
    let rows = try await transaction.send(LoadCoachingOutcomes(outcomes, of: tenant, in: timeZone))
    let byConversation = Dictionary(grouping: rows, by: \.conversationID)
    let conversations = Array(byConversation.keys)
    let keys = conversations.map { ConversationKey(tenantID: tenant, conversationID: $0) }
    let known = Dictionary(
      try await transaction.send(LoadMonths(of: keys)).map { ($0.key, $0) },
      uniquingKeysWith: { $1 }
    )
    let dated = keys.map { known[$0] ?? DatedConversation($0) }
    // An action with several outcomes is asked for once.
    let actions = Set(rows.map(\.actionEventID))
    let (touchRows, stageRows) = try await transaction.send(
      LoadTouches(Array(actions), in: dated),
      LoadStageChanges(in: dated)
    )
    let touches = Dictionary(touchRows.map { ($0.eventID, $0) }, uniquingKeysWith: { $1 })
    let stages = Dictionary(grouping: stageRows, by: \.index)
    return conversations.enumerated().map { index, conversation in
      let starts = StartingStages((stages[index] ?? []).map(\.stage), order: stageOrder)
      return (byConversation[conversation] ?? []).compactMap { observation($0, touches[$0.actionEventID], starts) }
    }
  }

  /// `nil` where there was nothing left to win: such an outcome can't succeed, whatever the action.
  /// - Parameter touch: `nil` where the event of the action is gone; then what only it says is not known.
  private func observation(
    _ row: LoadCoachingOutcomes.Row,
    _ touch: LoadTouches.Row?,
    _ starts: StartingStages
  ) -> CoachingObservation? {
    let stage = starts.stage(named: touch?.dealStage, at: row.actedAt)
    if row.outcomeType == .dealProgression, stage == stageOrder.names.last { return nil }
    let localTime = LocalTime(of: row.actedAt, offset: row.zoneOffset)
    let known: [AttributeValue?] = [
      .actionType(row.actionType), .hourOfDay(localTime.hour), .weekday(localTime.weekday),
      row.channel.map { .channel($0) }, touch?.persona.map { .persona($0) }, touch.map { _ in .stage(stage) },
      row.repID.map { .rep($0) }, touch?.escalationTrigger.map { .escalationTrigger($0) },
      touch.map { .sequencePosition(SequencePosition(of: $0.position)) },
      touch?.pause.map { .timeSinceLastTouch(TouchPause(of: $0)) },
    ]
    let values = known.compactMap { $0 }.map { rareValues.contains($0) ? .other($0.attribute) : $0 }
    return CoachingObservation(isSuccess: row.status == .positive, values: values)
  }
}
