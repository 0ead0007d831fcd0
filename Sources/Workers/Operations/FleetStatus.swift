public import Calibration
public import Delivery
public import EventModel
public import Store
public import Streams

/// The whole fleet at one moment, as far as its stores tell. Each store is looked at for itself: one that is away hides
/// nothing of the other.
public struct FleetStatus: Sendable {
  /// One stream, as the group that reads it stands.
  public struct Stream: Sendable {
    public let key: StreamKey
    public let group: ConsumerGroup
    /// `false` where no worker has seen the stream yet: it will be read from its beginning.
    public let groupExists: Bool
    /// Entries in the stream, read or not.
    public let length: Int
    /// Entries that the group hasn't been given; `nil` where it isn't known, which is never the same as none.
    public let unreadCount: Int?
    /// Entries that were given out and aren't acknowledged.
    public let pendingCount: Int
    /// When the oldest entry came that waits, unread or pending; `nil` where none does.
    public let oldestWaitingSince: Timestamp?
    public let deadLetterCount: Int
    /// Entries that were cut off before the group had been given them, as far as anybody has found them.
    public let lostCount: Int
  }

  /// How well the agent's confidence in one type of action holds.
  public struct ActionCalibration: Sendable {
    public let tenantID: TenantID
    public let actionType: ActionType
    /// Over every sample, the young ones too.
    public let summary: CalibrationSummary
    /// Samples whose window is still open.
    public let unmaturedCount: Int64
  }

  /// What PostgreSQL holds, in one snapshot.
  public struct Records: Sendable {
    public let dueConversationCount: Int64
    public let outboxCount: Int64
    /// Of the due conversations, those that are to be resolved anew after a change of a setting.
    public let settingDueCount: Int64
    /// Since when; `nil` where there are none.
    public let settingDueSince: Timestamp?
    /// Rows of changes that wait to be folded into roll-ups.
    public let rollupChangeCount: Int64
    /// By type; a type without events is left out.
    public let events: [CountEvents.Row]
    /// By tenant, type and status; what there is none of is left out.
    public let outcomes: [CountOutcomes.Row]
    /// By tenant and action type.
    public let calibration: [ActionCalibration]
  }

  public let time: Timestamp
  /// In the order of group, type and key; or why Redis couldn't tell.
  public let streams: Result<[Stream], any Error>
  /// Or why PostgreSQL couldn't tell.
  public let records: Result<Records, any Error>

  /// Whether both stores told.
  public var isComplete: Bool {
    if case .success = streams, case .success = records { return true }
    return false
  }
}
