public import EventModel
import Synchronization

/// What this process has done since it started. Counted per batch.
public final class WorkCounters: Sendable {
  public struct Values: Equatable, Sendable {
    public var received = 0
    public var applied = 0
    public var duplicate = 0
    public var deadLettered = 0
    public var reclaimed = 0
    /// Entries of erased conversations, which were removed.
    public var erased = 0
    /// Entries that were trimmed or deleted before anybody handled them.
    public var gone = 0
    /// Burials of entries that somebody else had taken over or settled meanwhile.
    public var notOwned = 0
    /// Failures of entries that stood alone.
    public var failed = 0
    public var resolved = 0
    public var published = 0
    public var folded = 0
    /// Judgements of an action type's confidence.
    public var judged = 0
    /// Corrections that a judgement changed.
    public var adjusted = 0
    public var closedWindows = 0
    /// Entries that were cut off before anybody was given them, by the type of their stream.
    public var trimmedUnread: [EventType: Int] = [:]
    /// Old entries that were removed on purpose, because every group has acknowledged them.
    public var trimmed = 0
    /// Rows of changes that were folded into roll-ups.
    public var rolledUp = 0
    /// Samples that Redis had lost and that were published again.
    public var republished = 0
  }

  private let values = Mutex(Values())

  public init() {}

  public var current: Values { values.withLock { $0 } }

  func count(_ outcomes: [EntryOutcome]) {
    values.withLock { values in
      for outcome in outcomes {
        switch outcome {
        case .applied, .reduced(isNew: true): values.applied += 1
        case .duplicate, .reduced(isNew: false): values.duplicate += 1
        case .erased: values.erased += 1
        case .gone: values.gone += 1
        case .refused, .refusedPart: break
        }
      }
    }
  }

  func add(_ change: (inout Values) -> Void) {
    values.withLock { change(&$0) }
  }
}
