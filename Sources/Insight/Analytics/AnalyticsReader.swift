public import Analytics
public import Coaching
public import EventModel
import Feedback
public import PostgresClient
import Resolution
import Store

/// Reads the analytics of a tenant from its daily roll-ups, whatever the number of outcomes.
public struct AnalyticsReader: Sendable {
  /// Who reads, and of whom.
  public enum Reader: Hashable, Sendable {
    /// Their own figures.
    case rep(RepID)
    /// Those of a team; `nil` is the tenant as one team.
    case manager(user: String, team: TeamID?, reps: Set<RepID>)
    /// Everybody's.
    case executive

    var scope: AnalyticsScope {
      switch self {
      case .rep(let rep): .rep(rep)
      case .manager(_, let team?, let reps): .team(team, reps)
      case .manager(_, nil, _), .executive: .tenant
      }
    }

    var reps: Set<RepID>? {
      switch scope {
      case .rep(let rep): [rep]
      case .team(_, let reps): reps
      case .tenant: nil
      }
    }

    /// Whose feedback is read.
    fileprivate var reviewers: Set<String>? {
      switch self {
      case .rep(let rep): [rep.text]
      case .manager(let user, .some, let reps): Set(reps.map(\.text)).union([user])
      case .manager(_, nil, _), .executive: nil
      }
    }
  }

  private let postgres: PostgresPool
  private let tenant: TenantID

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// - Throws: what makes a setting none, which the checks of its change rule out; a `PostgresError`.
  public func document(for reader: Reader, period: AnalyticsPeriod, now: Timestamp) async throws -> AnalyticsDocument {
    let reading = try await reading(for: reader, period: period)
    let request = AnalyticsRequest(
      period: period,
      now: now,
      windows: reading.resolution.windows,
      policy: reading.policy
    )
    return switch reader {
    case .rep(let rep): AnalyticsDocument.rep(rep, request, from: reading.input)
    case .manager: AnalyticsDocument.manager(reader.scope, request, from: reading.input)
    case .executive: AnalyticsDocument.executive(request, from: reading.input)
    }
  }

  /// What documents about a period, or about a part of it, are made of.
  /// - Throws: what makes a setting none; a `PostgresError`.
  func reading(for reader: Reader, period: AnalyticsPeriod) async throws -> AnalyticsReading {
    let (before, end) = (period.previous, period.to)
    let span = RollupSpan(of: tenant, from: before.from, to: end, reps: reader.reps)
    let (settings, outcomes, actions, impacts, labels) = try await postgres.send(
      LoadSettings([tenant]),
      ListOutcomeRollups(span),
      ListActionRollups(span),
      ListImpactRollups(span),
      ListLabelRollups(span)
    )
    let values = Dictionary(settings.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let resolution = try ResolutionPolicy(settings: values)
    return AnalyticsReading(
      input: AnalyticsInput(
        outcomes: outcomes,
        actions: actions,
        impacts: impacts.map { Self.impact($0, order: resolution.stageOrder) },
        labels: labels,
        feedback: try await feedback(of: reader, period)
      ),
      resolution: resolution,
      policy: try AnalyticsPolicy(settings: values)
    )
  }

  private func feedback(of reader: Reader, _ period: AnalyticsPeriod) async throws -> FeedbackFigures {
    func read(_ period: AnalyticsPeriod) async throws -> FeedbackPeriod {
      try await FeedbackPeriod.read(
        of: tenant,
        from: period.from.start,
        until: (period.to + 1).start,
        reviewers: reader.reviewers,
        in: postgres
      )
    }
    let (before, recent) = (try await read(period.previous), try await read(period))
    return FeedbackFigures(
      current: recent.summary,
      previous: before.summary,
      fatigue: ReviewerFatigue.judged(before: before.activity, recent: recent.activity)
    )
  }

  private static func impact(_ row: ListImpactRollups.Row, order: StageOrder) -> ImpactRollup {
    let rollup = row.rollup
    let result: ConversionResult? =
      switch row.signal {
      case .reply(let type): type.conversionResult
      case .stage(let stage): order.conversionResult(of: stage)
      }
    return ImpactRollup(
      day: rollup.day,
      repID: rollup.repID,
      actionType: rollup.actionType,
      channel: rollup.channel,
      currency: rollup.currency,
      result: result,
      touchCount: rollup.touchCount,
      creditMicros: rollup.creditMicros,
      amountMicros: rollup.amountMicros
    )
  }
}
