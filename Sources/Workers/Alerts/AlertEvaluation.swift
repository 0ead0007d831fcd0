public import Alerts
public import EventModel
import Insight
public import PostgresClient
public import RedisClient
import Resolution
import Store

/// Looks at everything that the rules of a tenant watch, once for each time that is due.
///
/// What it decides commits as a whole, and so does what the caller does about each change in the same transaction.
public struct AlertEvaluation: Sendable {
  /// Is told of each change that people are to hear of, within the transaction: it should enqueue and do nothing else,
  /// since a transaction that has to be repeated tells it again.
  public typealias OnChange = (PostgresTransaction, AlertChange) async throws -> Void

  /// Silences that are looked at, those that end first.
  private static let silenceCountMax = 10_000

  private let postgres: PostgresPool
  private let redis: RedisConnection

  /// - Parameters:
  ///   - postgres: connections of the workers' role.
  ///   - redis: where the streams are.
  public init(postgres: PostgresPool, redis: RedisConnection) {
    self.postgres = postgres
    self.redis = redis
  }

  /// Evaluates every rule as of a time. Where that time, or a later one, was evaluated before, nothing is done.
  ///
  /// A part that can't be read, as with Redis away, leaves what its rules say as it is, and the report names it.
  /// - Returns: what was seen and done.
  /// - Throws: a `PostgresError`; what `onChange` throws, and then nothing was done.
  public func run(
    of tenant: TenantID,
    dueAt: Timestamp,
    onChange: OnChange = { _, _ in }
  ) async throws -> AlertReport {
    let (settings, evaluated) = try await postgres.send(LoadSettings([tenant]), FindAlertEvaluation(of: tenant))
    // Whoever comes late needn't read everything to find that out.
    if let last = evaluated.first, last >= dueAt { return .skipped(at: dueAt) }
    let values = Dictionary(settings.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let policy = try AlertPolicy(settings: values)
    let gathered = try await AlertGathering(of: tenant, postgres: postgres, redis: redis)
      .read(policy, windows: try ResolutionPolicy(settings: values).windows, at: dueAt)
    return try await postgres.transaction { transaction in
      let claim = try await transaction.send(ClaimAlertEvaluation(of: tenant))
      if let last = claim.first ?? nil, last >= dueAt { return .skipped(at: dueAt) }
      return try await evaluate(tenant, policy, gathered, at: dueAt, in: transaction, onChange)
    }
  }

  private func evaluate(
    _ tenant: TenantID,
    _ policy: AlertPolicy,
    _ gathered: AlertGathering.Gathered,
    at now: Timestamp,
    in transaction: PostgresTransaction,
    _ onChange: OnChange
  ) async throws -> AlertReport {
    let (states, open, silences) = try await transaction.send(
      LoadAlertStates(of: tenant),
      ListOpenAlerts(of: tenant),
      ListAlertSilences(of: tenant, at: now, countMax: Self.silenceCountMax)
    )
    var results: [(rule: AlertRuleName, result: AlertRound.Result)] = []
    for rule in policy.rules where gathered.unread[rule.name] == nil {
      let known = AlertRound.Known(
        states: Dictionary(
          states.filter { $0.rule == rule.name }.map { ($0.subject, $0.state) },
          uniquingKeysWith: { first, _ in first }
        ),
        open: Dictionary(
          open.filter { $0.rule == rule.name }.map { ($0.subject, $0) },
          uniquingKeysWith: { first, _ in first }
        ),
        silences: silences
      )
      results += AlertRound(of: tenant, rule: rule, at: now).run(gathered.input, known: known).map { (rule.name, $0) }
    }
    try await write(results, known: open, of: tenant, at: now, in: transaction)
    for change in results.compactMap(\.result.change) { try await onChange(transaction, change) }
    let unread = gathered.unread.map { name, error in
      AlertReport.Gap(rule: name, subject: nil, reason: "It can't be read: \(Program.failure(from: error).description)")
    }
    let closed = Set(results.compactMap(\.result.alert).filter { !$0.isOpen }.map(\.id))
    let openIDs = Set(open.map(\.id)).union(results.compactMap(\.result.alert?.id)).subtracting(closed)
    return AlertReport(
      results,
      unread: unread.sorted { $0.rule.rawValue < $1.rule.rawValue },
      openCount: openIDs.count,
      at: now
    )
  }

  /// Writes what has changed, and that this time was evaluated.
  private func write(
    _ results: [(rule: AlertRuleName, result: AlertRound.Result)],
    known open: [Alert],
    of tenant: TenantID,
    at now: Timestamp,
    in transaction: PostgresTransaction
  ) async throws {
    let kept = results.filter { $0.result.state.isWorthKeeping }
    let forgotten = results.filter { !$0.result.state.isWorthKeeping }
    let former = Dictionary(open.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    _ = try await transaction.send(
      PutAlertStates(
        kept.map { AlertStateRow(rule: $0.rule, subject: $0.result.subject, state: $0.result.state) },
        of: tenant
      ),
      ForgetAlertStates(forgotten.map { (rule: $0.rule, subject: $0.result.subject) }, of: tenant),
      PutAlerts(results.compactMap(\.result.alert).filter { former[$0.id] != $0 }, of: tenant),
      NoteAlertEvaluation(of: tenant, at: now)
    )
  }
}
