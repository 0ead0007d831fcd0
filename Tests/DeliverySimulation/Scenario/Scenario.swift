import EventModel
import Resolution

/// What is simulated: the events, the processes that handle them, and what may go wrong.
public final class Scenario: Hashable, Sendable {
  public let events: [SimulatedEvent]
  /// In the order in which they are added to their streams.
  public let publications: [Publication]
  public let processes: [ProcessPlan]
  /// Entries that one read of a lane returns at most; rows that one claim of a relay or folder takes at most.
  public let batchSize: Int
  /// Whether the entries are in their streams from the beginning, so that the producer's steps are none.
  public let isPublishedAtOnce: Bool
  public let faults: FaultPlan
  public let variant: BrokenVariant?
  /// The time that the sweep closes windows with.
  let closing = SimulatedEvent.hour(24 * 40)
  /// Whether windows are closed in the end.
  let closesWindows: Bool
  let policy = ResolutionPolicy.default
  let conversationCount: Int

  public init(
    events: [SimulatedEvent],
    publications: [Publication],
    processes: [ProcessPlan],
    batchSize: Int,
    isPublishedAtOnce: Bool = false,
    faults: FaultPlan = .none,
    variant: BrokenVariant? = nil
  ) {
    self.events = events
    self.publications = publications
    self.processes = processes
    self.batchSize = batchSize
    self.isPublishedAtOnce = isPublishedAtOnce
    self.faults = faults
    self.variant = variant
    closesWindows = processes.contains { $0.machines.contains(.sweep) }
    conversationCount = (events.flatMap(\.conversations).max() ?? -1) + 1
  }

  /// A scenario is equal to itself alone.
  public static func == (left: Scenario, right: Scenario) -> Bool { left === right }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(self))
  }

  /// A conversation's history, of the events that are recorded.
  func history(of conversation: Int, recorded: [Int]) -> ConversationHistory {
    var history = ConversationHistory(
      tenantID: SimulatedEvent.tenant,
      conversationID: SimulatedEvent.conversation(conversation)
    )
    for number in recorded where events[number].conversations.contains(conversation) {
      switch events[number].body {
      case .action(let action): history.actions.append(action)
      case .reply(let reply): history.replies.append(reply)
      case .stage(let stage): history.stages.append(stage)
      }
    }
    return history
  }
}
