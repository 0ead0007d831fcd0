/// What went wrong between this process and PostgreSQL.
///
/// The text carries the server's primary message and never its DETAIL, a parameter or a password: DETAIL quotes row values.
public struct PostgresError: Error, Hashable, Sendable {
  /// The kind of failure.
  public enum Code: Hashable, Sendable {
    /// The connection string or a setting can't be used.
    case configuration
    /// No connection could be made.
    case connectionFailed
    /// An established connection broke, or was closed, before the answer was complete.
    case connectionLost
    /// A deadline passed: the client's own, or the server's `statement_timeout` (57014).
    case timeout
    /// The calling task was cancelled.
    case cancelled
    /// The server refused a statement, with this SQLSTATE.
    case server(sqlState: String)
    /// The statement didn't run because an earlier one of its round trip or transaction failed.
    case notAttempted
    /// A parameter can't be sent: too many, or too large.
    case encoding
    /// A row isn't what the statement declares.
    case decoding
    /// No connection of the pool became free in time, too many callers wait, or the pool is closed.
    case poolExhausted
    /// The migrations of the program and of the database contradict each other.
    case migration
  }

  /// The kind of failure.
  public let code: Code
  /// For people: the server's primary message, or ours. No payload, no secret.
  public let message: String
  /// The five characters that the server classifies the failure with, where it said so.
  public let sqlState: String?
  /// The violated constraint, where the server named one.
  public let constraintName: String?
  /// The statement type that failed, where one did.
  public var statementName: String?
  /// Whether the work may have been committed although this error is thrown: the answer to a COMMIT was lost.
  ///
  /// Whoever repeats the work must be idempotent.
  public var isOutcomeUnknown = false
  /// Whether this error proves that nothing was committed.
  var isKnownFailure = false
  /// The call was given up while the server owed an answer, which nobody may take for the next call's.
  var leavesAnswerOutstanding = false
  /// The server closes the session with this error, whatever its SQLSTATE (severity FATAL or PANIC).
  var endsSession = false
  /// A prepared statement no longer fits the changed schema: this connection can't run it, a new one can.
  var isStalePlan = false

  /// An error of a caller's own decoding or configuration; the server's and the connection's are made here.
  public init(
    _ code: Code,
    _ message: String,
    sqlState: String? = nil,
    constraintName: String? = nil,
    statementName: String? = nil
  ) {
    self.code = code
    self.message = message
    self.sqlState = sqlState
    self.constraintName = constraintName
    self.statementName = statementName
  }

  /// Whether running the whole transaction again may succeed at once: a serialization failure (40001), a deadlock
  /// (40P01), a lock that wasn't granted in time (55P03), or a plan that a change of the schema made stale.
  public var isTransactionRetriable: Bool {
    if isStalePlan { return true }
    guard let sqlState else { return false }
    return ["40001", "40P01", "55P03"].contains(sqlState)
  }

  /// Whether the connection must be dropped: it broke, the server goes down (57P0x), became read-only (25006) or is full
  /// (53300), or the answer was abandoned.
  public var isConnectionFault: Bool {
    if endsSession || isStalePlan { return true }
    if let sqlState, Self.isConnectionFault(sqlState: sqlState) { return true }
    switch code {
    case .connectionFailed, .connectionLost: return true
    case .timeout, .cancelled, .configuration, .server, .notAttempted, .encoding, .decoding, .poolExhausted, .migration:
      return leavesAnswerOutstanding
    }
  }

  /// Whether the same work may succeed later without anybody changing the program, its data or its settings.
  public var isRetriable: Bool {
    if isTransactionRetriable { return true }
    switch code {
    case .connectionFailed:
      // Refused credentials (28xxx) and a missing database (3D000) stay so until somebody acts.
      return !(sqlState.map { $0.hasPrefix("28") || $0 == "3D000" } ?? false)
    case .connectionLost, .timeout, .poolExhausted: return true
    case .server: return isConnectionFault || sqlState?.hasPrefix("53") == true
    case .cancelled, .configuration, .notAttempted, .encoding, .decoding, .migration: return false
    }
  }

  private static func isConnectionFault(sqlState: String) -> Bool {
    sqlState.hasPrefix("08") || sqlState.hasPrefix("57P0") || sqlState == "25006" || sqlState == "53300"
  }
}

extension PostgresError: CustomStringConvertible {
  public var description: String {
    var text = "PostgresError(\(code)): \(message)"
    if let statementName { text += " [statement \(statementName)]" }
    if let constraintName { text += " [constraint \(constraintName)]" }
    if isOutcomeUnknown { text += " [outcome unknown]" }
    return text
  }
}
