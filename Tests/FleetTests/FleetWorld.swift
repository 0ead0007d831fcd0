import Attribution
import EventModel
import Foundation
import Resolution
import Simulation
import Store

/// A random history of several tenants, once as entries to publish and once as the reference reads it. Few instants, so
/// that times tie and signals fall on the edges of windows.
struct FleetWorld: Sendable {
  struct Label: Sendable {
    let conversation: ConversationKey
    let act: LabelAct
    let sql: String
  }

  struct Setting: Sendable {
    let tenant: TenantID
    let setting: ResolutionSetting
    let value: String
  }

  private(set) var events: [TestEvent] = []
  private(set) var labels: [Label] = []
  private(set) var settings: [Setting] = []
  private(set) var histories: [ConversationKey: ConversationHistory] = [:]
  /// Who did an action; not every action names somebody.
  private(set) var representatives: [EventID: String] = [:]
  private(set) var policies: [TenantID: ResolutionPolicy] = [:]
  private var generator: SeededGenerator
  private var eventCount = 0

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed)
    try addSettings()
    for tenant in (1...3).map(TestEvent.tenant) {
      let keys = (1...6).map { ConversationKey(tenantID: tenant, conversationID: TestEvent.conversation($0)) }
      for key in keys {
        histories[key] = ConversationHistory(tenantID: tenant, conversationID: key.conversationID)
        for _ in 0..<generator.pick([0, 1, 2, 3, 5, 8]) { addAction(to: key) }
        for _ in 0..<generator.pick([0, 1, 2, 3, 5]) { addReply(to: key) }
        for _ in 0..<generator.pick([0, 0, 1, 3]) { addStage(to: [key]) }
      }
      for count in [2, 3, 6] { addStage(to: Array(keys.shuffled(using: &generator).prefix(count))) }
    }
    for history in histories.values.sorted(by: { $0.key < $1.key }) { addLabels(to: history) }
  }

  /// The second tenant's settings differ; they need no names of their own, so that the order of the set doesn't matter.
  private mutating func addSettings() throws {
    let values: [ResolutionSetting: String] = [
      .attributionModel: "\"w_shaped\"", .attributionMilestoneStage: "\"offer\"",
      .windowHours(.emailEngagement): "36", .expiredCounts(.dealProgression): "false",
      .dealStages: """
      ["prospecting","discovery","qualification","offer","evaluation","negotiation","closed_won"]
      """,
    ]
    let tenant = TestEvent.tenant(2)
    settings = values.map { Setting(tenant: tenant, setting: $0.key, value: $0.value) }.sorted {
      $0.setting.key > $1.setting.key
    }
    policies[tenant] = try ResolutionPolicy(
      settings: Dictionary(uniqueKeysWithValues: values.map { ($0.key.key, $0.value) })
    )
  }

  private mutating func nextID() -> EventID {
    eventCount += 1
    let (high, low) = (generator.next(), generator.next())
    return EventID(withUnsafeBytes(of: (high, low)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
  }

  private mutating func instant(upTo halfDays: Int) -> Timestamp {
    TestEvent.start + .hours(12 * Int64(generator.pick(Array(0...halfDays))))
  }

  private mutating func publish(
    _ type: EventType,
    _ id: EventID,
    _ tenant: TenantID,
    _ time: Timestamp,
    _ data: [JSONMember]
  ) {
    let text = String(decoding: JSONWriter.compact(.object(data)), as: UTF8.self)
    events.append(TestEvent(type, id, tenant: tenant, at: time, data: text))
  }

  private mutating func addAction(to key: ConversationKey) {
    let types = OutcomeType.allCases.shuffled(using: &generator).prefix(generator.pick([1, 1, 1, 2, 4]))
    let stage: StageName? = generator.chance(25) ? StageName(generator.pick(["discovery", "closed_won"])) : nil
    let action = RecordedAction(
      eventID: nextID(),
      timestamp: instant(upTo: 10),
      actionID: ActionID(generator.pick(["a", "b", "c"])),
      actionType: ActionType(generator.pick(["send_email", "escalate", "propose"])),
      predictedConfidence: generator.pick([0, 0.3, 0.55, 0.7, 1]),
      outcomeTypes: Array(types),
      dealStage: stage,
      calibrationVersion: generator.pick([nil, 1])
    )
    histories[key]?.actions.append(action)
    var data = [
      JSONMember("conversation_state_id", .string("\(key.conversationID)")),
      JSONMember("action_type", .string(action.actionType.text)),
      JSONMember("action_id", .string(action.actionID.text)),
      JSONMember("predicted_confidence", .number(JSONNumber(action.predictedConfidence))),
      JSONMember("outcome_types", .array(types.map { .string($0.rawValue) })),
      JSONMember("metadata", .object([JSONMember("n", .number(JSONNumber(Int64(eventCount))))])),
    ]
    if !eventCount.isMultiple(of: 4) {
      representatives[action.eventID] = "rep-\(eventCount % 3)"
      data.append(JSONMember("rep_id", .string("rep-\(eventCount % 3)")))
    }
    if eventCount.isMultiple(of: 3) { data.append(JSONMember("channel", .string("channel-\(eventCount % 2)"))) }
    if eventCount.isMultiple(of: 5) {
      data.append(JSONMember("cost", .number(JSONNumber(Double(eventCount) / 3))))
    }
    if let stage { data.append(JSONMember("deal_stage", .string(stage.text))) }
    if let version = action.calibrationVersion {
      data.append(JSONMember("calibration_version", .number(JSONNumber(version))))
    }
    publish(.agentAction, action.eventID, key.tenantID, action.timestamp, data)
  }

  private mutating func addReply(to key: ConversationKey) {
    let reply = RecordedReply(
      eventID: nextID(),
      timestamp: instant(upTo: 24),
      replyType: generator.pick(ReplyType.allCases),
      inReplyTo: generator.chance(30) ? ActionID(generator.pick(["a", "b", "nobody's"])) : nil
    )
    histories[key]?.replies.append(reply)
    var data = [
      JSONMember("conversation_state_id", .string("\(key.conversationID)")),
      JSONMember("reply_type", .string(reply.replyType.rawValue)),
    ]
    if let action = reply.inReplyTo { data.append(JSONMember("in_reply_to", .string(action.text))) }
    publish(.customerReply, reply.eventID, key.tenantID, reply.timestamp, data)
  }

  private mutating func addStage(to keys: [ConversationKey]) {
    let names = [
      "prospecting", "discovery", "qualification", "evaluation", "closed_won", "closed_lost", "stalled", "stalled",
    ]
    let stage = RecordedStage(
      eventID: nextID(),
      timestamp: instant(upTo: 40),
      toStage: StageName(generator.pick(names)),
      fromStage: generator.chance(40) ? StageName(generator.pick(names)) : nil
    )
    for key in keys { histories[key]?.stages.append(stage) }
    var data = [
      JSONMember("conversation_state_ids", .array(keys.map { .string("\($0.conversationID)") })),
      JSONMember("to_stage", .string(stage.toStage.text)), JSONMember("amount", .number(JSONNumber(1234.5))),
    ]
    if eventCount.isMultiple(of: 2) { data.append(JSONMember("currency", .string("EUR"))) }
    if let from = stage.fromStage { data.append(JSONMember("from_stage", .string(from.text))) }
    publish(.dealStage, stage.eventID, keys[0].tenantID, stage.timestamp, data)
  }

  private mutating func addLabels(to history: ConversationHistory) {
    let key = history.key
    for action in history.actions {
      for type in action.outcomeTypes where generator.chance(12) {
        let outcomeID = OutcomeID(tenant: key.tenantID, action: action.eventID, type: type)
        for _ in 0..<generator.pick([1, 1, 2, 3]) {
          let kind: LabelAct.Kind = generator.pick([
            .withdrawn, .set(.positive, score: nil), .set(.negative, score: nil), .set(.positive, score: 0.75),
          ])
          let act = LabelAct(id: nextID(), outcomeID: outcomeID, labelledAt: instant(upTo: 6), kind: kind)
          histories[key]?.labels.append(act)
          labels.append(Label(conversation: key, act: act, sql: Self.sql(of: act, key)))
        }
      }
    }
  }

  /// What the API does for a label: the act, a row to lock, and a mark, in one transaction.
  static func sql(of act: LabelAct, _ key: ConversationKey) -> String {
    let (status, score): (String, String) =
      switch act.kind {
      case .withdrawn: ("withdrawn", "NULL")
      case .set(let label, let score): (label.rawValue, score.map { "\($0)" } ?? "NULL")
      }
    return """
      BEGIN;
      INSERT INTO learning.conversations VALUES ('\(key.tenantID)', '\(key.conversationID)') ON CONFLICT DO NOTHING;
      INSERT INTO learning.outcome_labels (
        tenant_id, label_id, outcome_id, conversation_state_id, labelled_at, status, score, labelled_by)
      VALUES ('\(key.tenantID)', '\(act.id)', '\(act.outcomeID)', '\(key.conversationID)',
        '\(act.labelledAt.rfc3339)', '\(status)', \(score), 'somebody');
      INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
      VALUES ('\(key.tenantID)', '\(key.conversationID)', 'label', '\(act.labelledAt.rfc3339)');
      COMMIT;
      """
  }
}

extension ConversationHistory {
  var key: ConversationKey { ConversationKey(tenantID: tenantID, conversationID: conversationID) }
}

extension SeededGenerator {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }

  mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
