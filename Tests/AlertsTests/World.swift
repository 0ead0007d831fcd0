import Analytics
import Coaching
import EventModel
import Foundation
import Resolution

@testable import Alerts

/// Figures by small numbers, at one time.
enum World {
  static let tenant = TenantID(UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
  /// 2026-03-31T10:00:00Z.
  static let now = Timestamp(microseconds: 1_774_951_200_000_000)
  static let windows = ResolutionPolicy.defaultWindows

  /// One day of primary outcomes, so many days before today.
  static func outcomes(
    _ daysAgo: Int,
    _ positive: Int64,
    of total: Int64,
    type: String = "send_email",
    outcomeType: OutcomeType = .emailEngagement
  ) -> OutcomeRollup {
    OutcomeRollup(
      day: UTCDay(now) - daysAgo,
      repID: nil,
      actionType: ActionType(type),
      channel: nil,
      outcomeType: outcomeType,
      isPrimary: true,
      statuses: StatusCounts(positive: positive, expired: total - positive)
    )
  }

  /// Every day of both periods: of 20 a day, so many successes before and in the last seven matured days.
  static func course(before: Int64, recent: Int64, of total: Int64 = 20, type: String = "send_email") -> [OutcomeRollup]
  {
    // An email waits a day, so that the last matured day is the one before yesterday.
    (2...8).map { outcomes($0, recent, of: total, type: type) }
      + (9...36).map { outcomes($0, before, of: total, type: type) }
  }

  static func input(_ outcomes: [OutcomeRollup], at time: Timestamp = now) -> AlertInput {
    var input = AlertInput()
    input.successRates = SuccessRates(outcomes, windows: windows, at: time)
    input.escalationRate = EscalationRate(outcomes, at: time)
    return input
  }

  /// One look at what isn't known yet.
  static func look(_ rule: AlertRule, _ input: AlertInput, at time: Timestamp = now) -> [AlertRound.Result] {
    AlertRound(of: tenant, rule: rule, at: time).run(input, known: .init(states: [:], open: [:], silences: []))
  }

  /// A look after another one.
  static func look(
    _ rule: AlertRule,
    _ input: AlertInput,
    after results: [AlertRound.Result],
    at time: Timestamp,
    silences: [AlertSilence] = []
  ) -> [AlertRound.Result] {
    let states = Dictionary(uniqueKeysWithValues: results.map { ($0.subject, $0.state) })
    let open = results.compactMap(\.alert).filter(\.isOpen)
    return AlertRound(of: tenant, rule: rule, at: time).run(
      input,
      known: .init(
        states: states,
        open: Dictionary(uniqueKeysWithValues: open.map { ($0.subject, $0) }),
        silences: silences
      )
    )
  }
}
