public import Delivery
public import EventModel
public import FoundationEssentials
public import Resolution
public import Store

/// What became of one recorded event, and why: its conversations as the fold sees them, beside what is stored of them.
public struct EventStory: Sendable {
  /// What is recorded of the event beside its payload.
  public let event: FindEvent.Row
  /// The outcome that was asked for, where it was one: the event is the action that opened it.
  public let outcomeID: OutcomeID?
  /// Every conversation that the event concerns.
  public let conversations: [Conversation]

  /// The tenant's stream for its type; the shared one is the other place where it may have come from.
  public var streamKey: StreamKey { StreamKey(event.eventType, tenant: event.key.tenantID) }

  /// One conversation.
  public struct Conversation: Sendable {
    public let key: ConversationKey
    /// Why it waits to be folded again; empty where it doesn't.
    public let dueMarks: [FindDueMarks.Row]
    /// Whether the stored rows are what a fold of the recorded events gives.
    public let isSettled: Bool
    /// Actions, signals and labels in the order of event time.
    public let entries: [Entry]
    /// As stored, in the order of their signals.
    public let conversions: [Conversion]
  }

  /// One event or label of a conversation.
  public struct Entry: Sendable {
    public enum Body: Sendable {
      case action(RecordedAction, outcomes: [OutcomeStory])
      case reply(RecordedReply, effects: [Effect])
      case stage(RecordedStage, effects: [Effect])
      case label(LabelAct)
    }

    public let time: Timestamp
    /// A label's is that of the act.
    public let eventID: EventID
    public let body: Body
  }

  /// One expected outcome of an action.
  public struct OutcomeStory: Sendable {
    /// As a fold of the recorded events says; `expired` only where a sweep has seen the window closed.
    public let folded: Outcome
    /// As its row says; `nil` where nothing was written yet.
    public let stored: StoredOutcome?
    /// What the aggregators' ledger holds of it; `nil` where it has none.
    public let sample: SampleRow?
    /// Updates of its sample that wait to be published.
    public let outbox: [FindOutboxUpdates.Row]

    /// Whether the ledger has the latest sample that the outcome announced; `nil` where it never announced one.
    public var isLedgerCurrent: Bool? {
      guard let stored, stored.sampleState != .none else { return nil }
      return sample.map { $0.revision >= stored.revision } ?? false
    }
  }
}

/// Where in Redis an event was found.
public struct EventStoryTrace: Sendable {
  public enum Place: Sendable {
    /// Among the dead letters of the stream.
    case deadLetter(Letter)
    /// In the stream itself; `isRead` says whether the stream's group was given it.
    case stream(isRead: Bool)
  }

  public struct Letter: Sendable {
    /// `nil` where the letter names none that this program knows.
    public let reason: RefusalReason?
    /// The letter's sentence.
    public let error: String
    public let retryCount: String
    /// When it was given up, as the letter says.
    public let buriedAt: String
    /// The entry's id in its stream.
    public let originalID: String
  }

  public let key: StreamKey
  /// Of the entry where it was found.
  public let entryID: String
  public let place: Place
}

/// The answer to "why": the stories of what is recorded, or the traces of what is not.
public struct EventStoryAnswer: Sendable {
  /// Where was looked, so that "nowhere" says something.
  public struct Search: Sendable {
    /// Tenants whose events and outcomes were looked at.
    public var tenantCount = 0
    public var deadLetterStreamCount = 0
    public var streamCount = 0
    /// Why Redis couldn't be looked at; only where the event was found in PostgreSQL.
    public var redisFailure: String?
  }

  public let id: UUID
  public let time: Timestamp
  /// One for each tenant that has an event or outcome of this id.
  public let stories: [EventStory]
  /// Newest first, in the order of the streams. Beside a story: other entries of the same id that were refused.
  public let traces: [EventStoryTrace]
  public let search: Search

  public var isFound: Bool { !stories.isEmpty || !traces.isEmpty }
}
