import Attribution
import EventModel
import Foundation
import Resolution
import TestSupport

/// A small random history in which everything meets: few instants, so that times tie and signals fall on the very edges
/// of windows; few names, so that replies and stages concern several actions.
struct RandomWorld {
  var history: ConversationHistory
  var policy: ResolutionPolicy
  var now: Timestamp?
  var expirySeen: [OutcomeID: Timestamp] = [:]

  private var generator: TestGenerator
  /// The unit of time; windows are small multiples of it.
  private let unit: EventModel.TimeInterval

  init(seed: UInt64) {
    generator = TestGenerator(seed: seed)
    unit = generator.pick([.hours(24), .hours(12), EventModel.TimeInterval(microseconds: 1)])
    history = ConversationHistory(
      tenantID: TenantID(Self.uuid(&generator)),
      conversationID: ConversationID(Self.uuid(&generator))
    )
    policy = Self.policy(unit: unit, &generator)
    let size = generator.pick([0, 1, 2, 3, 4, 6])
    for _ in 0..<Int.random(in: 0...(size + 1), using: &generator) { history.actions.append(action()) }
    for _ in 0..<Int.random(in: 0...(size + 2), using: &generator) { history.replies.append(reply()) }
    for _ in 0..<Int.random(in: 0...(size + 1), using: &generator) { history.stages.append(stage()) }
    addOutcomeFacts()
    now = generator.chance(70) ? instant(upTo: 50) : nil
  }

  var outcomeIDs: [OutcomeID] {
    history.actions.flatMap { action in
      action.outcomeTypes.map { OutcomeID(tenant: history.tenantID, action: action.eventID, type: $0) }
    }
  }

  /// The same history in another order, some of it twice.
  mutating func disordered() -> ConversationHistory {
    func disorder<Event>(_ events: [Event]) -> [Event] {
      (events + events.filter { _ in generator.chance(30) }).shuffled(using: &generator)
    }
    var other = history
    other.actions = disorder(history.actions)
    other.replies = disorder(history.replies)
    other.stages = disorder(history.stages)
    other.labels = disorder(history.labels)
    return other
  }

  private mutating func addOutcomeFacts() {
    for id in outcomeIDs {
      while generator.chance(15) {
        history.labels.append(
          LabelAct(
            id: EventID(Self.uuid(&generator)),
            outcomeID: id,
            labelledAt: instant(upTo: 4),
            kind: generator.pick([
              .withdrawn, .set(.positive, score: nil), .set(.negative, score: nil), .set(.positive, score: 0.75),
              .set(.negative, score: 0.25),
            ])
          )
        )
      }
      if generator.chance(10) { expirySeen[id] = instant(upTo: 50) }
    }
  }

  private mutating func action() -> RecordedAction {
    let types = OutcomeType.allCases.shuffled(using: &generator).prefix(generator.pick([1, 1, 1, 2, 3, 4]))
    return RecordedAction(
      eventID: EventID(Self.uuid(&generator)),
      timestamp: instant(upTo: 8),
      actionID: generator.pick([ActionID("a"), ActionID("b"), ActionID("c")]),
      actionType: ActionType(generator.pick(["send_email", "escalate", "send_quote"])),
      predictedConfidence: generator.pick([0, 0.3, 0.7, 1]),
      outcomeTypes: Array(types),
      dealStage: generator.chance(30) ? stageName() : nil,
      calibrationVersion: generator.pick([nil, 1, 2])
    )
  }

  private mutating func reply() -> RecordedReply {
    RecordedReply(
      eventID: EventID(Self.uuid(&generator)),
      timestamp: instant(upTo: 14),
      replyType: generator.pick(ReplyType.allCases),
      inReplyTo: generator.chance(30) ? ActionID(generator.pick(["a", "b", "nobody's"])) : nil
    )
  }

  private mutating func stage() -> RecordedStage {
    RecordedStage(
      eventID: EventID(Self.uuid(&generator)),
      timestamp: instant(upTo: 40),
      toStage: stageName(),
      fromStage: generator.chance(40) ? stageName() : nil
    )
  }

  private mutating func stageName() -> StageName {
    let outside = ["closed_lost", "closed_lost", "stalled", "stalled", "forgotten"].map { StageName($0) }
    return generator.pick(policy.stageOrder.names + outside)
  }

  private mutating func instant(upTo units: Int64) -> Timestamp {
    let edge = generator.chance(10) ? generator.pick([-1, 1]) : 0
    let start = Timestamp(microseconds: 1_770_000_000_000_000 + Int64(edge))
    return start
      + EventModel.TimeInterval(microseconds: unit.microseconds * Int64.random(in: 0...units, using: &generator))
  }

  private static func policy(
    unit: EventModel.TimeInterval,
    _ generator: inout TestGenerator
  ) -> ResolutionPolicy {
    var policy = ResolutionPolicy.default
    policy.attributionModel = generator.pick(AttributionModel.allCases)
    policy.attributionParameters = AttributionParameters(
      halfLifeDays: generator.pick([7, 1, 0.3]),
      firstShare: generator.pick([0.4, 0, 0.15]),
      lastShare: generator.pick([0.4, 0, 0.6]),
      customWeights: customWeights(&generator),
      typeEffects: typeEffects(&generator)
    )
    policy.milestoneStage = StageName(generator.pick(["qualification", "discovery", "closed_won", "forgotten"]))
    for type in OutcomeType.allCases {
      policy.expiredCounts[type] = generator.chance(70)
      guard unit.microseconds == 1 || generator.chance(30) else { continue }
      policy.windows[type] = EventModel.TimeInterval(
        microseconds: unit.microseconds * Int64.random(in: 1...8, using: &generator)
      )
    }
    if generator.chance(30), let order = StageOrder(names: ["discovery", "offer", "signed"].map { StageName($0) }) {
      policy.stageOrder = order
    }
    return policy
  }

  private static func customWeights(_ generator: inout TestGenerator) -> CustomWeights {
    var weights = (0..<5).map { _ in generator.pick([0, 1, 0.2, 0.6, 1e6]) }
    let middle = weights.removeLast()
    let fromStart = Array(weights.prefix(generator.pick([0, 1, 2])))
    return CustomWeights(fromStart: fromStart, middle: middle, fromEnd: Array(weights.suffix(2))) ?? .even
  }

  /// Some types are unknown, some worth nothing.
  private static func typeEffects(_ generator: inout TestGenerator) -> TypeEffects {
    var effects: [ActionType: Double] = [:]
    for name in ["send_email", "escalate", "never_done"] where generator.chance(60) {
      effects[ActionType(name)] = generator.pick([0, 0.1, 1.0 / 3, 1])
    }
    return TypeEffects(effects) ?? .unknown
  }

  private static func uuid(_ generator: inout TestGenerator) -> UUID {
    let (high, low) = (generator.next(), generator.next())
    return withUnsafeBytes(of: (high, low)) { bytes in
      UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
  }
}
