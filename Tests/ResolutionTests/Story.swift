import EventModel
import Foundation
import Resolution
import Testing

/// A conversation told by hand: events have small numbers for ids, and hours since the start for times.
struct Story {
  static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  var history = ConversationHistory(
    tenantID: TenantID(Story.uuid(900)),
    conversationID: ConversationID(Story.uuid(901))
  )
  var policy = ResolutionPolicy.default

  static func id(_ number: Int) -> EventID { EventID(uuid(number)) }

  static func hour(_ hour: Int64) -> Timestamp { start + .hours(hour) }

  private static func uuid(_ number: Int) -> UUID {
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes[14] = UInt8(number / 256)
    bytes[15] = UInt8(number % 256)
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  mutating func act(
    _ number: Int,
    at hour: Int64,
    _ types: OutcomeType...,
    named name: String? = nil,
    stage: String? = nil,
    confidence: Double = 0.8,
    version: Int64? = nil
  ) {
    history.actions.append(
      RecordedAction(
        eventID: Story.id(number),
        timestamp: Story.hour(hour),
        actionID: ActionID(name ?? "action \(number)"),
        actionType: ActionType("send_email"),
        predictedConfidence: confidence,
        outcomeTypes: types,
        dealStage: stage.map { StageName($0) },
        calibrationVersion: version
      )
    )
  }

  mutating func reply(_ number: Int, at hour: Int64, _ type: ReplyType, to name: String? = nil) {
    reply(number, at: Story.hour(hour), type, to: name)
  }

  mutating func reply(_ number: Int, at time: Timestamp, _ type: ReplyType, to name: String? = nil) {
    history.replies.append(
      RecordedReply(
        eventID: Story.id(number),
        timestamp: time,
        replyType: type,
        inReplyTo: name.map { ActionID($0) }
      )
    )
  }

  mutating func stage(_ number: Int, at hour: Int64, _ name: String, from: String? = nil) {
    history.stages.append(
      RecordedStage(
        eventID: Story.id(number),
        timestamp: Story.hour(hour),
        toStage: StageName(name),
        fromStage: from.map { StageName($0) }
      )
    )
  }

  mutating func label(_ number: Int, at hour: Int64, _ outcome: OutcomeID, _ kind: LabelAct.Kind) {
    history.labels.append(
      LabelAct(id: Story.id(number), outcomeID: outcome, labelledAt: Story.hour(hour), kind: kind)
    )
  }

  func outcomeID(_ number: Int, _ type: OutcomeType) -> OutcomeID {
    OutcomeID(tenant: history.tenantID, action: Story.id(number), type: type)
  }

  func state(at hour: Int64? = nil, seen: [OutcomeID: Timestamp] = [:]) -> ConversationState {
    resolve(history, policy: policy, now: hour.map { Story.hour($0) }, expirySeen: seen)
  }

  /// The outcome of an action, by default that of its first expected type.
  func outcome(
    _ number: Int,
    _ type: OutcomeType? = nil,
    at hour: Int64? = nil,
    seen: [OutcomeID: Timestamp] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcomes = state(at: hour, seen: seen).outcomes
    return try #require(
      outcomes.first { $0.actionEventID == Story.id(number) && (type == nil || $0.outcomeType == type) },
      sourceLocation: sourceLocation
    )
  }

  /// The conversions as numbers: signal to touches and micros.
  func conversions() -> [Int: [Int: Int32]] {
    Dictionary(
      uniqueKeysWithValues: state().conversions.map { conversion in
        let touches = conversion.touches.map { (Story.number($0.actionEventID), $0.creditMicros) }
        return (Story.number(conversion.signalEventID), Dictionary(uniqueKeysWithValues: touches))
      }
    )
  }

  static func number(_ id: EventID) -> Int {
    withUnsafeBytes(of: id.uuid) { Int($0[14]) * 256 + Int($0[15]) }
  }
}
