public import EventModel

/// A time zone: by how much its clocks are ahead of UTC, from when on.
///
/// Before the first change the initial offset holds. After `through` nothing is known: what depends on it is `nil`.
public struct ZoneOffsets: Hashable, Sendable {
  /// From an instant on, clocks are so many seconds ahead of UTC, or behind it where negative.
  public struct Change: Hashable, Sendable {
    public let at: Timestamp
    public let offsetSeconds: Int

    public init(at instant: Timestamp, offsetSeconds: Int) {
      at = instant
      self.offsetSeconds = offsetSeconds
    }
  }

  /// Clocks that never change, known for all time.
  public static let utc = ZoneOffsets(unchecked: 0, changes: [], through: .max)

  /// No zone was ever further from UTC than 15:59:59, in any database of time zones.
  static let offsetSecondsMax = 86_400

  public let initialOffsetSeconds: Int
  /// Each later than the one before.
  public let changes: [Change]
  /// The last instant for which the zone is known.
  public let through: Timestamp

  /// Throws unless each change is later than the one before and no offset is more than a day.
  public init(initialOffsetSeconds: Int, changes: [Change] = [], through: Timestamp) throws(ScheduleError) {
    guard zip(changes, changes.dropFirst()).allSatisfy({ $0.at < $1.at }) else {
      throw ScheduleError(
        .invalidOffsets,
        "The changes of the time zone's offset are not in order; list each once, the earliest first."
      )
    }
    let offsets = [initialOffsetSeconds] + changes.map(\.offsetSeconds)
    guard offsets.allSatisfy((-Self.offsetSecondsMax...Self.offsetSecondsMax).contains) else {
      throw ScheduleError(.invalidOffsets, "An offset of the time zone is more than a day; list seconds ahead of UTC.")
    }
    self.init(unchecked: initialOffsetSeconds, changes: changes, through: through)
  }

  private init(unchecked initialOffsetSeconds: Int, changes: [Change], through: Timestamp) {
    self.initialOffsetSeconds = initialOffsetSeconds
    self.changes = changes
    self.through = through
  }

  /// By how many seconds the clocks are ahead of UTC; `nil` after `through`.
  public func offsetSeconds(at instant: Timestamp) -> Int? {
    instant <= through ? segment(segmentIndex(at: instant)).offsetSeconds : nil
  }

  /// What the clocks show; `nil` after `through`.
  public func localTime(at instant: Timestamp) -> LocalTime? {
    instant <= through ? segment(segmentIndex(at: instant)).localTime(at: instant) : nil
  }
}

extension Timestamp {
  static let epoch = Timestamp(microseconds: 0)
  static let min = Timestamp(microseconds: .min)
  static let max = Timestamp(microseconds: .max)
}
