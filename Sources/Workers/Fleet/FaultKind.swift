import PostgresClient
import RedisClient

/// Whose fault an error is; decides whether events pay for it.
enum FaultKind {
  /// A store is away, or was lost in the middle: nobody's fault. The same work is done again when it is back.
  case infrastructure
  /// The work itself failed: somewhere in the batch is the culprit.
  case work
  /// The task was cancelled.
  case cancellation

  init(_ error: any Error) {
    switch error {
    case is CancellationError: self = .cancellation
    case let error as PostgresError:
      self =
        if error.code == .cancelled { .cancellation } else if error.isRetriable || error.isConnectionFault {
          .infrastructure
        } else { .work }
    case let error as RedisError:
      self = error.code == .cancelled ? .cancellation : .infrastructure
    default: self = .work
    }
  }

  /// What an error is called where no payload may appear: a server's message can quote one.
  static func name(of error: any Error) -> String {
    if let error = error as? PostgresError, let state = error.sqlState { return "SQLSTATE \(state)" }
    return "\(type(of: error))"
  }
}
