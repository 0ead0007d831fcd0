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

  private init(_ error: PostgresError) {
    // `query_canceled`: the server's own limit for one statement.
    let isTimeout = error.code == .timeout || error.sqlState == "57014"
    self =
      error.code == .cancelled ? .cancellation : isTimeout ? .size : Self.blames(error) ? .work : .infrastructure
  }

  /// Whether an error can be an event's doing: its data doesn't fit (SQLSTATE classes 22 and 23), is too large (54), or
  /// can't be read back. Everything else (a table that is missing, a privilege, a full disk) is the store's, and no event
  /// may pay for it.
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
