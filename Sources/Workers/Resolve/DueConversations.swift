import PostgresClient
import Store

/// Folds conversations that were marked due: those that were busy when their event came, and those that a label or a
/// setting concerns.
struct DueConversations {
  static let batchCountMax = 500

  private let batch: ConversationBatch

  /// How many conversations could not be folded so often in a row.
  func unfoldedCount(failedAtLeast failureCountMin: Int) -> Int { batch.rests.count(failedAtLeast: failureCountMin) }

  /// - Parameter rest: for how long a conversation is left alone that can't be folded.
  init(context: FleetContext, rest: Duration = ConversationBatch.restDefault) {
    batch = ConversationBatch(context: context, rests: FoldRests(rest: rest), closing: nil)
  }

  /// One batch.
  /// - Returns: how many marks were worked off.
  func foldBatch() async throws -> Int {
    let work = try await batch.fold { transaction, resting in
      let marks = try await transaction.send(ClaimDue(countMax: Self.batchCountMax, resting: resting))
      return marks.isEmpty ? [] : try await transaction.send(ClaimConversations(Set(marks.map(\.key))))
    }
    return work?.markCount ?? 0
  }
}

extension DueConversations {
  /// Folds due conversations for the life of a process.
  func loop(counters: WorkCounters) -> WorkLoop {
    WorkLoop(context: batch.context, name: "resolve", idleInterval: .milliseconds(200)) {
      // Marks whose conversations others hold count as nothing done: they are looked at again after a wait.
      let count = try await batch.context.gate.together { try await foldBatch() }
      counters.add { $0.resolved += count }
      return count
    }
  }
}
