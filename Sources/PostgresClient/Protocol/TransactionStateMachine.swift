/// The life of one transaction, as values: which control commands ride with the next round trip, and what may follow.
struct TransactionStateMachine {
  /// A command of transaction control.
  enum Control: Hashable {
    case begin(PostgresIsolation)
    case set(PostgresLocalSetting)
    case commit
    case rollback
    case openSavepoint(Int)
    case releaseSavepoint(Int)
    case rollbackToSavepoint(Int)

    var sql: String {
      switch self {
      case .begin(.readCommitted): "BEGIN ISOLATION LEVEL READ COMMITTED"
      case .begin(.repeatableReadReadOnly): "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      case .begin(.serializable): "BEGIN ISOLATION LEVEL SERIALIZABLE"
      case .set(let setting): setting.sql
      case .commit: "COMMIT"
      case .rollback: "ROLLBACK"
      case .openSavepoint(let number): "SAVEPOINT p\(number)"
      case .releaseSavepoint(let number): "RELEASE SAVEPOINT p\(number)"
      case .rollbackToSavepoint(let number): "ROLLBACK TO SAVEPOINT p\(number)"
      }
    }

    /// What the server answers when it did just that.
    var commandTag: String {
      switch self {
      case .begin: "BEGIN"
      case .set: "SET"
      case .commit: "COMMIT"
      case .rollback, .rollbackToSavepoint: "ROLLBACK"
      case .openSavepoint: "SAVEPOINT"
      case .releaseSavepoint: "RELEASE"
      }
    }
  }

  private enum Phase {
    /// Nothing sent, BEGIN is queued; what fails now fails outside of the transaction. May become `active` or `finished`.
    case unbegun
    /// May become `failed` or `finished`.
    case active
    /// Only ROLLBACK, or ROLLBACK TO a savepoint, helps. May become `active` or `finished`.
    case failed
    /// Committed, rolled back, or cut off with the connection. Final.
    case finished
  }

  private var phase = Phase.unbegun
  /// Rides before the statements of the next round trip.
  private var queued: [Control]
  private var savepointCount = 0
  /// Why nothing more can be sent, or why the transaction was cut off.
  private(set) var failure: PostgresError?
  private(set) var isCommitted = false

  init(isolation: PostgresIsolation, settings: [PostgresLocalSetting] = []) {
    queued = [.begin(isolation)] + settings.map { .set($0) }
  }

  /// Whether the server holds the transaction open, as far as we know.
  var isOpen: Bool {
    switch phase {
    case .active, .failed: true
    case .unbegun, .finished: false
    }
  }

  /// Whether control commands wait for the next round trip in an open transaction.
  var hasQueuedInOpenTransaction: Bool { isOpen && !queued.isEmpty }

  /// Whether another round trip makes sense.
  func checkUsable() throws(PostgresError) {
    switch phase {
    case .unbegun, .active, .failed:
      if failure == nil { return }
      throw PostgresError(.notAttempted, "the transaction has failed; it can only be rolled back")
    case .finished:
      precondition(!isCommitted, "the transaction is committed: nothing but returning is allowed")
      throw failure ?? PostgresError(.notAttempted, "the transaction is over")
    }
  }

  /// The control commands to send first. From here on the server may have them.
  mutating func takeQueued() -> [Control] {
    defer { queued = [] }
    if !queued.isEmpty, case .unbegun = phase { phase = .active }
    return queued
  }

  /// A round trip went well.
  mutating func succeeded(committing: Bool) {
    guard committing else { return }
    phase = .finished
    isCommitted = true
  }

  /// A round trip failed; the connection survived it or not.
  mutating func failed(_ error: PostgresError, connectionSurvives: Bool) {
    if failure == nil { failure = error }
    switch phase {
    case .unbegun: phase = connectionSurvives ? .unbegun : .finished
    case .active, .failed: phase = connectionSurvives ? .failed : .finished
    case .finished: break
    }
  }

  /// ROLLBACK is done, or not needed.
  mutating func rolledBack() {
    phase = .finished
    queued = []
  }

  /// Opens a savepoint with the next round trip.
  mutating func openSavepoint() -> Int {
    savepointCount += 1
    queued.append(.openSavepoint(savepointCount))
    return savepointCount
  }

  /// Forgets a savepoint with the next round trip, or at once when the server never heard of it.
  mutating func releaseSavepoint(_ number: Int) {
    if dequeue(from: number) { return }
    queued.append(.releaseSavepoint(number))
  }

  /// What undoes everything since the savepoint: commands to send now, none when the server never heard of it.
  ///
  /// `nil`: the transaction can't be saved.
  mutating func rollBackToSavepoint(_ number: Int) -> [Control]? {
    if case .finished = phase { return nil }
    if dequeue(from: number) {
      // The server never heard of it. What failed since then failed before it was sent, unless the session has failed.
      if case .failed = phase { return nil }
      return []
    }
    queued = []
    return [.rollbackToSavepoint(number), .releaseSavepoint(number)]
  }

  /// The savepoint has undone the failure.
  mutating func recovered() {
    if case .failed = phase { phase = .active }
    failure = nil
  }

  /// Takes back a savepoint that wasn't sent, and whatever was queued after it.
  private mutating func dequeue(from number: Int) -> Bool {
    guard let index = queued.firstIndex(of: .openSavepoint(number)) else { return false }
    queued.removeSubrange(index...)
    return true
  }
}
