import Admin
import Attribution
import Glibc
public import Logging
import PostgresClient
import RedisClient
public import Settings
import Telemetry

/// What every executable does around its work: logs, signals that would kill it, and exit codes.
public enum Program {
  /// The exit codes of the contract, after `sysexits.h`.
  public enum ExitCode: Int32, Sendable {
    case done = 0
    case problemsFound = 1
    case usage = 64
    case badData = 65
    case unavailable = 69
    case internalError = 70
    case tryAgain = 75
    case configuration = 78
  }

  /// An error that already says everything, with the code to exit with.
  public struct Failure: Error, CustomStringConvertible {
    public let code: ExitCode
    public let description: String

    public init(_ code: ExitCode, _ description: String) {
      self.code = code
      self.description = description
    }

    /// The database was never prepared, or by an older program.
    public static let schemaMissing = Failure(
      .configuration,
      "the database has no schema learning, or an old one: run `reckoner migrate` first"
    )
  }

  /// Begins: a peer that closes its socket must not kill the process, and logs go to standard error.
  public static func start(_ name: String, log: LogSettings) -> Logger {
    signal(SIGPIPE, SIG_IGN)
    LogSystem.start(level: Logger.Level(log.level), json: log.format == .json)
    return Logger(label: name)
  }

  /// The code and the sentence with which an error ends the process.
  public static func failure(from error: any Error) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let error as SettingsError: Failure(.configuration, error.description)
    case let error as AttributionError: Failure(.badData, error.description)
    case let error as AdminError: Failure(.configuration, error.description)
    case let error as RedisError:
      Failure(error.code == .configuration ? .configuration : .unavailable, "Redis: \(error.message)")
    case let error as PostgresError where isSchemaMissing(error): .schemaMissing
    case let error as PostgresError:
      Failure(error.code == .configuration ? .configuration : exitCode(of: error), "PostgreSQL: \(error.message)")
    default: Failure(.internalError, "\(error)")
    }
  }

  /// Whether an error says that a table or the schema isn't there: the database was never prepared, or by an older program.
  public static func isSchemaMissing(_ error: any Error) -> Bool {
    guard let state = (error as? PostgresError)?.sqlState else { return false }
    return missingStates.contains(state)
  }

  /// `undefined_table` and `invalid_schema_name`.
  private static let missingStates = ["42P01", "3F000"]

  private static func exitCode(of error: PostgresError) -> ExitCode {
    if error.isConnectionFault { return .unavailable }
    return error.isRetriable ? .tryAgain : .internalError
  }
}

extension Logger.Level {
  init(_ level: LogSettings.Level) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}
