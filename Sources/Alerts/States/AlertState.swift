public import EventModel

/// What is remembered of one rule and one subject from look to look.
///
///     ok -> pending -> firing -> recovering -> ok
///      ^______|          ^___________|
///
/// An alert is open while firing or recovering. Acknowledging it is a person's doing and no phase: it ends reminders.
public struct AlertState: Hashable, Sendable {
  public enum Phase: String, CaseIterable, Hashable, Sendable {
    /// Nothing is open.
    case ok
    /// Bad, and not for long enough yet.
    case pending
    /// Bad: an alert is open.
    case firing
    /// Well again, and not for long enough yet: the alert is still open.
    case recovering
  }

  public internal(set) var phase: Phase
  /// Since when it is in this phase.
  public internal(set) var since: Timestamp
  /// When the open alert opened; `nil` where none is open.
  public internal(set) var openedAt: Timestamp?
  /// When somebody was last told of the open alert; `nil` where nobody was.
  public internal(set) var noticedAt: Timestamp?
  /// Since when there is no data; `nil` while there is.
  public internal(set) var missingSince: Timestamp?
  /// The figure at the last look at which nothing was wrong, for rules that compare with it.
  public internal(set) var reference: Double?
  /// What was seen at the last look, for rules that ask whether it has moved.
  public internal(set) var mark: String?
  /// The last look.
  public internal(set) var evaluatedAt: Timestamp

  public init(
    phase: Phase,
    since: Timestamp,
    openedAt: Timestamp?,
    noticedAt: Timestamp?,
    missingSince: Timestamp?,
    reference: Double?,
    mark: String?,
    evaluatedAt: Timestamp
  ) {
    precondition((openedAt != nil) == (phase == .firing || phase == .recovering), "an alert is open while \(phase)")
    self.phase = phase
    self.since = since
    self.openedAt = openedAt
    self.noticedAt = noticedAt
    self.missingSince = missingSince
    self.reference = reference
    self.mark = mark
    self.evaluatedAt = evaluatedAt
  }

  /// Of what nobody has looked at yet.
  public static let unseen = AlertState(
    phase: .ok,
    since: Timestamp(microseconds: .min),
    openedAt: nil,
    noticedAt: nil,
    missingSince: nil,
    reference: nil,
    mark: nil,
    evaluatedAt: Timestamp(microseconds: .min)
  )

  public var isOpen: Bool { openedAt != nil }

  /// Whether anything has to be remembered.
  public var isWorthKeeping: Bool { phase != .ok || reference != nil || mark != nil }
}
