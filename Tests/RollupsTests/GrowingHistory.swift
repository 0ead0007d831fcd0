import Attribution
import EventModel
import Foundation
import Resolution
import TestSupport

@testable import Rollups

/// A random conversation that grows event by event in any order, under settings that change, and the rows that it leaves:
/// outcomes go forth and back, conversions come, change and go.
struct GrowingHistory {
  private(set) var outcomes: [OutcomeID: StoredOutcome] = [:]
  private(set) var conversions: [EventID: Conversion] = [:]
  /// What was recorded of the actions.
  private(set) var history: ConversationHistory
  private var generator: TestGenerator
  private var policy = ResolutionPolicy.default
  private var eventCount: UInt8 = 0

  private static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  init(seed: UInt64) {
    generator = TestGenerator(seed: seed)
    history = ConversationHistory(
      tenantID: TenantID(Self.uuid(1, 1)),
      conversationID: ConversationID(Self.uuid(2, 1))
    )
  }

  /// One more event, label, setting or look at the windows, and what it changes.
  mutating func grow() -> ConversationChanges {
    var closing: Timestamp?
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...2: act()
    case 3, 4: reply()
    case 5, 6: advance()
    case 7: label()
    case 8: closing = instant(upTo: 900)
    default: changeSetting()
    }
    return settle(now: closing)
  }

  /// What the rows say, for whoever counts them.
  var predictedConfidences: [OutcomeID: Double] {
    var confidences: [OutcomeID: Double] = [:]
    for action in history.actions {
      for type in action.outcomeTypes {
        confidences[OutcomeID(tenant: history.tenantID, action: action.eventID, type: type)] =
          action.predictedConfidence
      }
    }
    return confidences
  }

  private mutating func settle(now: Timestamp?) -> ConversationChanges {
    let folded = resolve(
      history,
      policy: policy,
      now: now,
      expirySeen: outcomes.compactMapValues(\.expirySeen)
    )
    let changes = reconcile(
      stored: Array(outcomes.values),
      storedConversions: Array(conversions.values),
      folded: folded
    )
    for version in changes.insertedOutcomes + changes.updatedOutcomes {
      outcomes[version.outcome.id] = version.stored
    }
    for conversion in changes.insertedConversions + changes.updatedConversions {
      conversions[conversion.signalEventID] = conversion
    }
    for signal in changes.deletedConversions { conversions[signal] = nil }
    return changes
  }

  private mutating func act() {
    let types = OutcomeType.allCases.shuffled(using: &generator).prefix(generator.pick([1, 1, 2, 3]))
    let eventID = nextID()
    history.actions.append(
      RecordedAction(
        eventID: eventID,
        timestamp: instant(upTo: 200),
        actionID: ActionID(eventID.description),
        actionType: ActionType(generator.pick(["send_email", "escalate"])),
        predictedConfidence: generator.pick([0, 0.1, 0.333, 0.75, 1]),
        outcomeTypes: Array(types)
      )
    )
  }

  private mutating func reply() {
    history.replies.append(
      RecordedReply(
        eventID: nextID(),
        timestamp: instant(upTo: 300),
        replyType: generator.pick(ReplyType.allCases),
        inReplyTo: generator.chance(30) ? history.actions.last?.actionID : nil
      )
    )
  }

  private mutating func advance() {
    let stage = generator.pick(["discovery", "evaluation", "closed_won", "closed_lost", "stalled"])
    history.stages.append(
      RecordedStage(eventID: nextID(), timestamp: instant(upTo: 400), toStage: StageName(stage))
    )
  }

  private mutating func label() {
    guard !outcomes.isEmpty else { return }
    let ids = outcomes.keys.sorted()
    history.labels.append(
      LabelAct(
        id: nextID(),
        outcomeID: generator.pick(ids),
        labelledAt: instant(upTo: 500),
        kind: generator.pick([.set(.positive, score: nil), .set(.negative, score: 0.25), .withdrawn])
      )
    )
  }

  private mutating func changeSetting() {
    policy.attributionModel = generator.pick([.linear, .firstTouch, .timeDecay, .positionBased])
    for type in OutcomeType.allCases {
      policy.expiredCounts[type] = generator.chance(70)
      policy.windows[type] = .hours(Int64.random(in: 1...300, using: &generator))
    }
  }

  private mutating func instant(upTo hours: Int64) -> Timestamp {
    Self.start + .hours(Int64.random(in: 0...hours, using: &generator))
  }

  private mutating func nextID() -> EventID {
    eventCount += 1
    return EventID(Self.uuid(3, eventCount))
  }

  static func uuid(_ kind: UInt8, _ number: UInt8) -> UUID {
    UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
  }
}
