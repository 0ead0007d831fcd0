public import EventModel
public import Resolution

/// Which days are matured: the windows of all their actions have ended.
///
/// Good news comes early and bad news only when a window closes, so that the rate of a young day flatters (SEMANTICS
/// section 4). A roll-up knows days and no instants; its outcomes count from the moment on at which the last of them
/// must have matured.
public struct Maturity: Hashable, Sendable {
  private let lastDays: PerOutcomeType<UTCDay>

  /// - Parameter windows: of the tenant.
  public init(now: Timestamp, windows: PerOutcomeType<TimeInterval>) {
    func lastDay(_ type: OutcomeType) -> UTCDay { UTCDay(now - windows[type]) - 1 }
    lastDays = PerOutcomeType(
      emailEngagement: lastDay(.emailEngagement),
      meetingOutcome: lastDay(.meetingOutcome),
      escalationResult: lastDay(.escalationResult),
      dealProgression: lastDay(.dealProgression)
    )
  }

  /// The last day all of whose outcomes of this type are matured.
  public func lastDay(of type: OutcomeType) -> UTCDay { lastDays[type] }

  /// Whether every outcome of this type from this day is matured.
  func isMatured(_ day: UTCDay, _ type: OutcomeType) -> Bool { day <= lastDays[type] }
}
