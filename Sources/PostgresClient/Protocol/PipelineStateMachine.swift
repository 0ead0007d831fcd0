/// What libpq's pipeline mode may answer, as values: replies in, actions out.
///
/// The grammar (libpq documentation, "Pipeline Mode"): each command yields a result and then one NULL; the sync yields one
/// result of its own and no NULL. After a failure, commands up to the sync are answered "aborted": they didn't run. An error
/// of the implicit COMMIT, such as a deferred constraint, arrives in the place of the sync, before it.
struct PipelineStateMachine {
  /// One `PQgetResult`.
  enum Reply: Equatable {
    case success
    case failure
    case aborted
    case synchronized
    /// NULL.
    case none
    /// A status that no command of ours can yield, such as COPY.
    case unexpected
  }

  enum Action: Equatable {
    /// Hand the result to the command with this index.
    case deliver(Int)
    /// The command with this index failed with this result.
    case fail(Int)
    /// The command with this index didn't run.
    case skip(Int)
    /// The transaction failed at its implicit end.
    case failAtEnd
    /// Nothing to do but to read on.
    case proceed
    /// The round trip is over.
    case finish
    /// Client and server disagree: the connection is of no use any more.
    case violate
  }

  private enum State: Equatable {
    /// May become `separator` or, after the last command's NULL, `sync`.
    case command(Int)
    /// May become `command` or `sync`.
    case separator(after: Int)
    /// May become `sync` again (an error of the implicit COMMIT) or `finished`.
    case sync
    /// Final.
    case finished
    /// Final.
    case violated
  }

  private let commandCount: Int
  private var hasFailed = false
  private var state: State

  /// A round trip of so many commands and one sync.
  init(commandCount: Int) {
    self.commandCount = commandCount
    state = commandCount == 0 ? .sync : .command(0)
  }

  /// Takes the next reply.
  mutating func receive(_ reply: Reply) -> Action {
    switch state {
    case .command(let index): receive(reply, ofCommand: index)
    case .separator(let index): receive(reply, afterCommand: index)
    case .sync: receiveAtSync(reply)
    case .finished, .violated: preconditionFailure("a reply was read in the final state \(state)")
    }
  }

  private mutating func receive(_ reply: Reply, ofCommand index: Int) -> Action {
    switch reply {
    case .success where !hasFailed:
      state = .separator(after: index)
      return .deliver(index)
    case .failure where !hasFailed:
      hasFailed = true
      state = .separator(after: index)
      return .fail(index)
    case .aborted where hasFailed:
      state = .separator(after: index)
      return .skip(index)
    case .success, .failure, .aborted, .synchronized, .none, .unexpected: return violate()
    }
  }

  private mutating func receive(_ reply: Reply, afterCommand index: Int) -> Action {
    guard reply == .none else { return violate() }
    state = index + 1 == commandCount ? .sync : .command(index + 1)
    return .proceed
  }

  private mutating func receiveAtSync(_ reply: Reply) -> Action {
    switch reply {
    case .synchronized:
      state = .finished
      return .finish
    case .failure where !hasFailed:
      hasFailed = true
      return .failAtEnd
    case .none where hasFailed: return .proceed
    case .success, .failure, .aborted, .none, .unexpected: return violate()
    }
  }

  private mutating func violate() -> Action {
    state = .violated
    return .violate
  }
}
