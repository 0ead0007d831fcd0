public import Delivery
public import EventModel
import Foundation
public import Resolution
import TestSupport

/// The history whose costs are counted: several tenants' conversations of four actions, of which three in five are answered
/// and one in five moves a deal. The same each time.
public struct CostWorkload: Sendable {
  public struct Entry: Sendable {
    public let key: StreamKey
    public let fields: [StreamField]
  }

  /// Later than all events, and before the windows of most of them end.
  public static let now = start + .days(6)
  /// When every window has ended.
  public static let end = start + .days(120)

  private static let seed: UInt64 = 5
  private static let tenantCount = 8
  private static let conversationCount = 500
  private static let actionCountPerConversation = 4
  private static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  /// In the order in which they happened.
  public var entries: [Entry] { drafts.map(\.entry) }
  /// The same as the fold reads it.
  public private(set) var histories: [ConversationHistory] = []

  private struct Draft {
    let time: Timestamp
    let entry: Entry
  }

  private var drafts: [Draft] = []
  private var generator = TestGenerator(seed: seed)

  public init() {
    let tenants = (0..<Self.tenantCount).map { _ in TenantID(nextUUID()) }
    for number in 0..<Self.conversationCount { addConversation(of: tenants[number % tenants.count]) }
    // Stable: what happens at the same time stays as it was drawn.
    let order = drafts.indices.sorted { (drafts[$0].time, $0) < (drafts[$1].time, $1) }
    drafts = order.map { drafts[$0] }
  }

  private mutating func addConversation(of tenant: TenantID) {
    var history = ConversationHistory(tenantID: tenant, conversationID: ConversationID(nextUUID()))
    let begin = Self.start + .hours(Int64(below(96)))
    for number in 0..<Self.actionCountPerConversation {
      let time = begin + .hours(6 * Int64(number))
      addAction(to: &history, at: time)
      if below(100) < 60 { addReply(to: &history, at: time + .hours(1 + Int64(below(20)))) }
      if below(100) < 20 { addStage(to: &history, at: time + .hours(2 + Int64(below(20)))) }
    }
    histories.append(history)
  }

  private mutating func addAction(to history: inout ConversationHistory, at time: Timestamp) {
    let action = RecordedAction(
      eventID: EventID(nextUUID()),
      timestamp: time,
      actionID: ActionID("action-\(drafts.count)"),
      actionType: ActionType(pick(["send_email", "schedule_call", "send_proposal", "escalate"])),
      predictedConfidence: Double(below(101)) / 100,
      outcomeTypes: pick([[.emailEngagement], [.emailEngagement, .dealProgression], [.dealProgression]])
    )
    history.actions.append(action)
    add(
      .agentAction,
      action.eventID,
      to: history,
      at: time,
      [
        JSONMember("conversation_state_id", .string("\(history.conversationID)")),
        JSONMember("action_type", .string(action.actionType.text)),
        JSONMember("action_id", .string(action.actionID.text)),
        JSONMember("predicted_confidence", .number(JSONNumber(action.predictedConfidence))),
        JSONMember("outcome_types", .array(action.outcomeTypes.map { .string($0.rawValue) })),
        JSONMember("rep_id", .string("rep-\(below(40))")),
        JSONMember("metadata", .object([JSONMember("campaign", .string("spring-\(below(9))"))])),
      ]
    )
  }

  private mutating func addReply(to history: inout ConversationHistory, at time: Timestamp) {
    let reply = RecordedReply(
      eventID: EventID(nextUUID()),
      timestamp: time,
      replyType: pick(ReplyType.allCases),
      inReplyTo: below(2) == 0 ? history.actions.last?.actionID : nil
    )
    history.replies.append(reply)
    var data = [
      JSONMember("conversation_state_id", .string("\(history.conversationID)")),
      JSONMember("reply_type", .string(reply.replyType.rawValue)),
    ]
    if let action = reply.inReplyTo { data.append(JSONMember("in_reply_to", .string(action.text))) }
    add(.customerReply, reply.eventID, to: history, at: time, data)
  }

  private mutating func addStage(to history: inout ConversationHistory, at time: Timestamp) {
    let names = ["discovery", "qualification", "evaluation", "negotiation", "closed_won", "closed_lost"]
    let stage = RecordedStage(eventID: EventID(nextUUID()), timestamp: time, toStage: StageName(pick(names)))
    history.stages.append(stage)
    add(
      .dealStage,
      stage.eventID,
      to: history,
      at: time,
      [
        JSONMember("conversation_state_ids", .array([.string("\(history.conversationID)")])),
        JSONMember("to_stage", .string(stage.toStage.text)), JSONMember("amount", .number(JSONNumber(1234.5))),
      ]
    )
  }

  private mutating func add(
    _ type: EventType,
    _ id: EventID,
    to history: ConversationHistory,
    at time: Timestamp,
    _ data: [JSONMember]
  ) {
    let envelope = Envelope(eventID: id, eventType: type, tenantID: history.tenantID, timestamp: time)
    let fields = EventEncoder.fields(of: envelope, data: .object(data))
    drafts.append(Draft(time: time, entry: Entry(key: StreamKey(type, tenant: history.tenantID), fields: fields)))
  }

  // By own arithmetic: that of the standard library may change with a release, and every figure with it.
  private mutating func below(_ count: Int) -> Int { Int(generator.next() >> 33) % count }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  private mutating func nextUUID() -> UUID {
    guard let id = UUID(uuidString: generator.uuid()) else { preconditionFailure("the generator makes UUIDs") }
    return id
  }
}
