import Delivery
import EventModel
import Resolution
import Simulation
import Store
import TestSupport

/// Everything that is published, in its order, and the histories that it tells.
///
/// The events of a simulated sales agent over several tenants, some of them on the shared streams; some events concern
/// several conversations. They come in disorder: most a little, some very late, some twice. A few entries are malformed.
struct ChaosLoad: Sendable {
  private(set) var entries: [LoadEntry] = []
  private(set) var histories: [ConversationKey: ConversationHistory] = [:]
  private(set) var eventIdentities: Set<String> = []
  /// In the order of their times.
  private(set) var settingChanges: [SettingChange] = []

  private let plan: ChaosPlan
  private var generator: TestGenerator
  private var placed: [(position: Double, entry: LoadEntry)] = []
  private var conversations: [TenantID: [ConversationID]] = [:]
  private let decoder: EventDecoder

  init(plan: ChaosPlan) throws {
    self.plan = plan
    generator = TestGenerator(seed: plan.seed)
    decoder = EventDecoder(now: plan.end)
    let entryCount = plan.rate * plan.seconds
    var simulation = SalesAgentSimulation(plan: Self.simulation(plan, entryCount: entryCount), start: plan.start)
    // What would happen after the day of the run hasn't happened yet.
    while let event = simulation.next(), event.timestamp < plan.end {
      try add(event)
      if generator.chance(1) { try addStageOfSeveral(tenant: event.tenantID, at: event.timestamp) }
    }
    addMalformed()
    let tenants = conversations.keys.sorted()
    settingChanges = SettingChange.make(for: tenants, within: plan.seconds, using: &generator)
    entries = placed.sorted { $0.position < $1.position }.map(\.entry)
    placed = []
  }

  var malformedCount: Int { entries.count { $0.fate != .applied } }

  private static let duplicatePercent = 4

  private static func simulation(_ plan: ChaosPlan, entryCount: Int) -> SimulationPlan {
    var simulation = SimulationPlan.backfill(seed: plan.seed)
    simulation.tenantCount = ChaosPlan.tenantCount
    simulation.eventCount = entryCount * (100 - duplicatePercent) / 100
    // Nearly two events an action; the last ones are answered after the end.
    simulation.meanGap = TimeInterval(microseconds: ChaosPlan.historySpan.microseconds * 2 / Int64(max(entryCount, 2)))
    return simulation
  }

  private mutating func add(_ event: SimulatedEvent) throws {
    let fields = event.streamFields
    let context = StreamContext(eventType: event.eventType, tenant: event.tenantID)
    try place(fields, as: try decoder.decode(fields, from: context))
  }

  /// A deal that is talked about in several conversations.
  private mutating func addStageOfSeveral(tenant: TenantID, at time: Timestamp) throws {
    guard let known = conversations[tenant], let eventID = EventID(text: generator.uuid()) else { return }
    let concerned = Set((0..<3).map { _ in generator.pick(known) }).sorted()
    let stage = generator.pick(["discovery", "evaluation", "negotiation", "closed_won", "closed_lost", "stalled"])
    let data = JSONValue.object([
      JSONMember("conversation_state_ids", .array(concerned.map { .string("\($0)") })),
      JSONMember("to_stage", .string(stage)),
    ])
    let envelope = Envelope(eventID: eventID, eventType: .dealStage, tenantID: tenant, timestamp: time)
    let fields = EventEncoder.fields(of: envelope, data: data)
    try place(fields, as: try decoder.decode(fields, from: StreamContext(eventType: .dealStage, tenant: tenant)))
  }

  private mutating func place(_ fields: [StreamField], as event: Event) throws {
    record(event)
    let envelope = event.envelope
    let identity = LoadEntry.identity(tenant: envelope.tenantID, event: envelope.eventID)
    eventIdentities.insert(identity)
    let count = Double(eventIdentities.count)
    let copyCount = generator.chance(Self.duplicatePercent) ? 2 : 1
    for copy in 0..<copyCount {
      let key =
        generator.chance(10)
        ? StreamKey(shared: envelope.eventType) : StreamKey(envelope.eventType, tenant: envelope.tenantID)
      let entry = LoadEntry(key: key, fields: fields, identity: identity, fate: .applied)
      placed.append((count + delay() + Double(copy) * delay(), entry))
    }
  }

  /// In places of the order of publishing.
  private mutating func delay() -> Double {
    let total = Double(plan.rate * plan.seconds)
    let most = generator.pick([5, 5, 5, 5, 5, 5, 50, 50, 500, total / 3])
    return Double.random(in: 0...most, using: &generator)
  }

  private mutating func addMalformed() {
    let tenants = conversations.keys.sorted()
    guard !tenants.isEmpty else { return }
    for kind in MalformedEntry.allCases {
      for _ in 0..<3 {
        let entry = kind.make(tenant: generator.pick(tenants), at: plan.start, using: &generator)
        placed.append((Double.random(in: 0...Double(eventIdentities.count), using: &generator), entry))
      }
    }
  }

  private mutating func record(_ event: Event) {
    let envelope = event.envelope
    for conversation in event.conversationIDs {
      let key = ConversationKey(tenantID: envelope.tenantID, conversationID: conversation)
      if histories[key] == nil {
        histories[key] = ConversationHistory(tenantID: envelope.tenantID, conversationID: conversation)
        conversations[envelope.tenantID, default: []].append(conversation)
      }
      histories[key]?.add(event)
    }
  }
}

extension ConversationHistory {
  fileprivate mutating func add(_ event: Event) {
    let (eventID, timestamp) = (event.envelope.eventID, event.envelope.timestamp)
    switch event.body {
    case .agentAction(let action):
      actions.append(
        RecordedAction(
          eventID: eventID,
          timestamp: timestamp,
          actionID: action.actionID,
          actionType: action.actionType,
          predictedConfidence: action.predictedConfidence,
          outcomeTypes: action.outcomeTypes,
          dealStage: action.dealStage,
          calibrationVersion: action.calibrationVersion
        )
      )
    case .customerReply(let reply):
      replies.append(
        RecordedReply(
          eventID: eventID,
          timestamp: timestamp,
          replyType: reply.replyType,
          inReplyTo: reply.inReplyTo
        )
      )
    case .dealStage(let stage):
      stages.append(
        RecordedStage(eventID: eventID, timestamp: timestamp, toStage: stage.toStage, fromStage: stage.fromStage)
      )
    case .calibrationUpdated, .calibrationAdjusted: break
    }
  }
}
