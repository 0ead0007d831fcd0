import Admin
import Delivery
import EventModel
import Insight
import Logging
import PostgresClient
import ServiceLifecycle
import Store

/// Folds conversations that wait in the database, a batch in a transaction. A batch that fails is halved until the culprit
/// stands alone: it rests, and the others go on.
struct ConversationBatch: Sendable {
  /// How long one rests that can't be folded: somebody has to look at it, and it may heal meanwhile.
  static let restDefault = Duration.seconds(60)

  let context: FleetContext
  let rests: FoldRests
  /// The `now` that closes windows; `nil` closes none.
  let closing: Timestamp?

  /// What was committed.
  struct Work {
    var markCount = 0
    var writtenCount = 0
  }

  /// - Parameter claim: takes the next ones, and returns those that the transaction holds.
  /// - Returns: `nil` where nothing could be taken.
  func fold(claim: (PostgresTransaction, RestingConversations) async throws -> [DatedConversation]) async throws
    -> Work?
  {
    let resting = rests.current
    var claimed: [DatedConversation] = []
    do {
      let writes: ResolutionWrites? = try await context.postgres.transaction { transaction in
        claimed = try await claim(transaction, resting)
        return claimed.isEmpty ? nil : try await write(claimed, in: transaction)
      }
      rests.remove(claimed.map(\.key))
      return writes.map(counted)
    } catch {
      guard !claimed.isEmpty, Self.isTheirs(error) else { throw error }
      return try await foldApart(claimed.map(\.key).sorted(), after: error)
    }
  }

  /// Whether a fault can be the doing of what was folded. None of them pays for it but with a rest, so that one that may
  /// be the store's counts as theirs.
  private static func isTheirs(_ error: any Error) -> Bool {
    switch FaultKind(error) {
    case .size, .work: true
    case .infrastructure: FaultKind.isUnclear(error)
    case .cancellation: false
    }
  }

  private func foldApart(_ conversations: [ConversationKey], after error: any Error) async throws -> Work {
    var work = Work()
    var settlement = BatchSettlement(conversations)
    fail(&settlement, conversations, error)
    // What a shutdown leaves waits in the database as before.
    while let part = settlement.next, !Task.isShuttingDownGracefully {
      Pulse.beat()
      do {
        let writes = try await context.postgres.transaction { transaction in
          try await write(try await transaction.send(ClaimConversations(part)), in: transaction)
        }
        settlement.succeed()
        rests.remove(part)
        let more = counted(writes)
        work.markCount += more.markCount
        work.writtenCount += more.writtenCount
      } catch {
        guard Self.isTheirs(error) else { throw error }
        fail(&settlement, part, error)
      }
    }
    return work
  }

  private func fail(
    _ settlement: inout BatchSettlement<ConversationKey>,
    _ part: [ConversationKey],
    _ error: any Error
  ) {
    settlement.fail()
    if part.count == 1 {
      rests.add(part[0])
      let facts: Logger.Metadata = [
        "tenant": "\(part[0].tenantID)", "conversation": "\(part[0].conversationID)", "error": "\(error)",
      ]
      context.logger.error("conversation can't be folded", metadata: facts)
    } else {
      context.logger.warning("folds failed", metadata: ["count": "\(part.count)", "error": "\(error)"])
    }
  }

  private func write(_ held: [DatedConversation], in transaction: PostgresTransaction) async throws -> ResolutionWrites
  {
    let policies = try await TenantPolicies.load(of: Set(held.map(\.key.tenantID)), in: transaction)
    let resolver = ConversationResolver(policies: policies, now: context.clock.now)
    let writes = try await resolver.fold(held, closingWindowsAt: closing, in: transaction)
    try await writes.finish(in: transaction)
    return writes
  }

  /// Counts what is committed.
  private func counted(_ writes: ResolutionWrites) -> Work {
    writes.tally.count(in: context.metrics)
    return Work(markCount: writes.marks.count, writtenCount: writes.tally.writtenCount)
  }
}
