public import Coaching
public import EventModel
public import PostgresClient
import Resolution
import SettingModel
import Store

/// Looks for patterns in a tenant's recorded outcomes: in one snapshot, in bounded memory, and over a bounded number of
/// outcomes.
public struct CoachingReader: Sendable {
  /// So many outcomes of a period count, the latest ones.
  public static let outcomeCountMax = 200_000
  /// How far back a report may look.
  public static let dayCounts = 1...366

  private let postgres: PostgresPool
  private let tenant: TenantID
  private let limits: CoachingLimits

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.init(of: tenant, in: postgres, limits: CoachingLimits(outcomeCountMax: Self.outcomeCountMax))
  }

  init(of tenant: TenantID, in postgres: PostgresPool, limits: CoachingLimits) {
    self.postgres = postgres
    self.tenant = tenant
    self.limits = limits
  }

  /// The patterns among the actions of the last days.
  ///
  /// - Parameters:
  ///   - reps: a team: actions for these reps alone count, though their places in conversations are among all actions.
  ///     `nil` is everybody's, and those without a rep.
  ///   - dayCount: in ``dayCounts``.
  ///   - now: actions from so many days before it to before it count.
  /// - Throws: a `PostgresError`, or a `SettingError` where the tenant's settings are not valid.
  public func coaching(reps: Set<RepID>? = nil, dayCount: Int, asOf now: Timestamp) async throws -> TenantCoaching {
    precondition(Self.dayCounts.contains(dayCount), "a report looks 1 to 366 days back")
    let period = EventPeriod(from: now - .days(Int64(dayCount)), until: now)
    let scope = CoachingScope(
      tenantID: tenant,
      from: now - .days(Int64(dayCount)),
      to: now,
      asOf: now,
      reps: reps
    )
    return try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      // In a round trip of its own: what follows is planned after it.
      _ = try await transaction.send(PrepareCoaching())
      let rows = try await transaction.send(LoadSettings([tenant]))
      let settings = Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
      let calendar = try CalendarPolicy(settings: settings)
      let selection = try await CoachingSelection.read(scope, limits: limits, in: transaction)
      let walk = CoachingWalk(
        tenant: tenant,
        timeZone: calendar.timeZone,
        stageOrder: try ResolutionPolicy(settings: settings).stageOrder,
        rareValues: selection.rareValues,
        transaction: transaction
      )
      var tally = CoachingTally()
      for page in selection.pages(outcomeCount: limits.outcomePageCount) {
        for conversation in try await walk.conversations(of: page) { tally.add(conversation: conversation) }
      }
      return TenantCoaching(
        tenantID: tenant,
        period: period,
        dayCount: dayCount,
        madeAt: now,
        timeZone: calendar.timeZone,
        reps: reps,
        leftOutCount: selection.leftOutCount,
        report: CoachingReport(tally)
      )
    }
  }
}

/// How much coaching reads, over all and at once.
struct CoachingLimits: Sendable {
  /// At least 1.
  var outcomeCountMax: Int
  /// Outcomes that are chosen in one round trip.
  var selectionPageCount = 20_000
  /// Outcomes that are read in one round trip; a conversation with more is read in one all the same.
  var outcomePageCount = 4_000
}
