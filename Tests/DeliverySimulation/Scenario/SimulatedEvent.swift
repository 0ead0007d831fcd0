public import EventModel
import FoundationEssentials
public import Resolution

/// An event of a scenario; its number orders it as its id does.
public struct SimulatedEvent: Sendable {
  public enum Body: Sendable {
    case action(RecordedAction)
    case reply(RecordedReply)
    case stage(RecordedStage)
  }

  public let body: Body
  /// The conversations that it concerns, by number, ascending; a stage may concern several.
  public let conversations: [Int]

  static let start = Timestamp(microseconds: 1_770_000_000_000_000)
  static let tenant = TenantID(uuid(kind: 1, number: 0))

  static func conversation(_ number: Int) -> ConversationID { ConversationID(uuid(kind: 2, number: number)) }

  static func hour(_ hour: Int) -> Timestamp { start + .hours(Int64(hour)) }

  /// An agent's action in a conversation, at an hour, that waits for a reply.
  public static func action(
    _ number: Int,
    in conversation: Int,
    at time: Int,
    confidence: Double = 0.8,
    _ types: [OutcomeType] = [.emailEngagement],
    named actionType: String = "send_email"
  ) -> Self {
    let action = RecordedAction(
      eventID: id(number),
      timestamp: hour(time),
      actionID: ActionID("a\(number)"),
      actionType: ActionType(actionType),
      predictedConfidence: confidence,
      outcomeTypes: types
    )
    return Self(body: .action(action), conversations: [conversation])
  }

  /// A customer's reply in a conversation, at an hour.
  public static func reply(_ number: Int, in conversation: Int, at time: Int, _ type: ReplyType = .reply) -> Self {
    let reply = RecordedReply(eventID: id(number), timestamp: hour(time), replyType: type, inReplyTo: nil)
    return Self(body: .reply(reply), conversations: [conversation])
  }

  /// A deal's step that concerns some conversations, at an hour.
  public static func stage(_ number: Int, in conversations: [Int], at time: Int, to stage: String) -> Self {
    let stage = RecordedStage(
      eventID: id(number),
      timestamp: hour(time),
      toStage: StageName(stage),
      fromStage: nil
    )
    return Self(body: .stage(stage), conversations: conversations)
  }

  private static func id(_ number: Int) -> EventID { EventID(uuid(kind: 3, number: number)) }

  private static func uuid(kind: UInt8, number: Int) -> UUID {
    UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256)))
  }
}
