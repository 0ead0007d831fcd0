import PostgresClient
import RedisClient

/// Whose fault an error is; decides whether events pay for it.
enum FaultKind {
  /// A store is away, or was lost in the middle: nobody's fault. The same work is done again when it is back.
  case infrastructure
  /// It wasn't done in time: too much at once, or a store that is slow. In smaller parts it may succeed.
  case size
  /// The work itself failed: somewhere in the batch is the culprit.
  case work
  /// The task was cancelled.
  case cancellation

  init(_ error: any Error) {
    switch error {
    case is CancellationError: self = .cancellation
    case let error as PostgresError:
      self = Self(error)
    case let error as RedisError:
      self = error.code == .cancelled ? .cancellation : .infrastructure
    default: self = .work
    }
  }

  /// Whether an error says neither that it is an event's doing nor that it is the store's: functions and triggers raise it
  /// for one row or for all, and so do broken pages and bugs. It counts as the store's until somebody has found out, see
  /// ``BatchHandler/faultKind(of:)``.
  static func isUnclear(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError, !error.isConnectionFault, !error.isRetriable, let state = error.sqlState
    else { return false }
    return unclearClasses.contains { state.hasPrefix($0) }
  }

  /// Features that a statement lacks, cases and cardinalities that were not expected, exceptions in routines, views that
  /// refuse a row, errors that a trigger makes or raises, and what the server says of itself (PostgreSQL's documentation,
  /// appendix A).
  private static let unclearClasses = ["0A", "20", "21", "27", "2F", "38", "39", "42", "44", "P0", "XX"]

  private init(_ error: PostgresError) {
    // `query_canceled`: the server's own limit for one statement.
    let isTimeout = error.code == .timeout || error.sqlState == "57014"
    self =
      error.code == .cancelled ? .cancellation : isTimeout ? .size : Self.blames(error) ? .work : .infrastructure
  }

  /// Whether an error can be an event's doing: its data doesn't fit (SQLSTATE classes 22 and 23), is too large (54), or
  /// can't be read back. Everything else (no connection, a full disk) is the store's, and no event may pay for it, but for
  /// what ``isUnclear(_:)`` and is found to be an event's.
  private static func blames(_ error: PostgresError) -> Bool {
    if let state = error.sqlState { return ["22", "23", "54"].contains { state.hasPrefix($0) } }
    return error.code == .encoding || error.code == .decoding
  }

  /// What an error is called where no payload may appear: a server's message can quote one.
  static func name(of error: any Error) -> String {
    if let error = error as? PostgresError, let state = error.sqlState { return "SQLSTATE \(state)" }
    return "\(type(of: error))"
  }
}
