import Admin
import EventModel
import Logging
import PostgresClient
import ServiceLifecycle
import Store

/// Folds what transactions have noted as changed into the daily tables, each change once: claimed, added and forgotten in
/// one transaction. Many changes that wait are added up first, so that a row is written once however often it changed.
struct RollupFold: Sendable {
  /// Rows of changes of one fold at most, and their entries about.
  static let rowCountMax = 400
  static let entryCountMax = 20_000
  /// How long a tenant's changes are left alone that can't be folded: somebody has to look at them.
  static let restDefault = Duration.seconds(60)
  /// Looks in a row at changes that others hold, before they are left to them.
  private static let busyRoundCountMax = 100

  private let context: FleetContext
  private let publisher: MetricPublisher
  private let resting: RestingTenants

  /// What was committed.
  struct Work: Sendable {
    /// Rows of changes.
    var count = 0
    /// Whether more waited than one fold takes.
    var isPartial = false
  }

  private struct Fold: Sendable {
    var work = Work()
    var differences: [RollupDifference] = []
  }

  init(context: FleetContext, rest: Duration = restDefault) {
    self.context = context
    publisher = MetricPublisher(context: context)
    resting = RestingTenants(rest: rest)
  }

  /// Tenants whose changes can't be folded, and rest.
  var unfoldedTenants: [TenantID] { resting.current }

  /// One batch. Changes that can't be folded are found by their tenant: it rests, and the others go on.
  func foldBatch() async throws -> Work {
    var claimed: [ClaimRollupChanges.Row] = []
    do {
      return try await fold { transaction in
        claimed = try await claim(in: transaction)
        return claimed
      }
    } catch {
      guard !claimed.isEmpty, FaultKind(error) == .work || FaultKind.isUnclear(error) else { throw error }
      return try await foldApart(Set(claimed.map(\.tenantID)).sorted(), after: error)
    }
  }

  /// Folds until nothing waits that isn't held by others for long, and that can be folded.
  /// - Returns: how many rows of changes were folded.
  @discardableResult
  func foldAll() async throws -> Int {
    var count = 0
    var busyRounds = 0
    while !Task.isShuttingDownGracefully {
      let work = try await context.gate.together { try await foldBatch() }
      count += work.count
      Pulse.beat()
      if work.count > 0 {
        busyRounds = 0
        continue
      }
      let isWaiting = try await context.postgres.send(CheckRollupChanges()) == [true]
      if !isWaiting || !resting.current.isEmpty || busyRounds == Self.busyRoundCountMax { break }
      busyRounds += 1
      try await Pause.wait(.milliseconds(20))
    }
    return count
  }

  func close() async {
    await publisher.close()
  }

  private func fold(
    _ claim: (PostgresTransaction) async throws -> [ClaimRollupChanges.Row]
  ) async throws -> Work {
    let fold = try await context.postgres.transaction { transaction in
      let rows = try await claim(transaction)
      if rows.isEmpty { return Fold() }
      let (outcomes, actions, impact, _) = try await transaction.sendAndCommit(
        FoldOutcomeChanges(rows),
        FoldActionChanges(rows),
        FoldImpactChanges(rows),
        ForgetRollupChanges(rows)
      )
      let isPartial = rows.count < Int(rows[0].lockedCount) || rows.count == Self.rowCountMax
      return Fold(work: Work(count: rows.count, isPartial: isPartial), differences: outcomes + actions + impact)
    }
    await publisher.publish(fold.differences)
    return fold.work
  }

  /// - Returns: none while a rebuild is at work.
  private func claim(
    of tenant: TenantID? = nil,
    in transaction: PostgresTransaction
  ) async throws -> [ClaimRollupChanges.Row] {
    let (isFree, rows) = try await transaction.send(
      HoldRollups(),
      ClaimRollupChanges(
        countMax: Self.rowCountMax,
        entryCountMax: Self.entryCountMax,
        resting: tenant == nil ? resting.current : [],
        of: tenant
      )
    )
    return isFree == [true] ? rows : []
  }

  private func foldApart(_ tenants: [TenantID], after error: any Error) async throws -> Work {
    context.logger.warning("roll-ups not folded", metadata: ["tenants": "\(tenants.count)", "error": "\(error)"])
    // Nothing was committed of what others wait behind: there may be more.
    var work = Work(count: 0, isPartial: true)
    for tenant in tenants {
      Pulse.beat()
      do {
        work.count += try await fold { try await claim(of: tenant, in: $0) }.count
      } catch {
        guard FaultKind(error) == .work || FaultKind.isUnclear(error) else { throw error }
        resting.add([tenant])
        context.logger.error("roll-ups can't be folded", metadata: ["tenant": "\(tenant)", "error": "\(error)"])
      }
    }
    return work
  }
}

extension RollupFold {
  /// A change is to be seen within a second. A wait between folds has many changes of a row added up before it is written.
  private static let interval = Duration.milliseconds(750)

  /// Folds for the life of a process.
  func loop(counters: WorkCounters) -> WorkLoop {
    WorkLoop(context: context, name: "rollup", idleInterval: Self.interval) {
      // Where nothing waits, one question is all that it costs.
      guard try await context.postgres.send(CheckRollupChanges()) == [true] else { return 0 }
      let work = try await context.gate.together { try await foldBatch() }
      counters.add { $0.rolledUp += work.count }
      return work.isPartial ? work.count : 0
    }
  }
}
