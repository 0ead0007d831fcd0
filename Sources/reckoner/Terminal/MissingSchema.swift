import PostgresClient
import Workers

/// Tells a database that was never prepared from one that fails.
enum MissingSchema {
  /// `undefined_table` and `invalid_schema_name`.
  private static let missingStates = ["42P01", "3F000"]

  /// What to tell the operator instead of an error that only says that a table is missing.
  static func explained(_ error: any Error) -> any Error {
    guard let error = error as? PostgresError, let state = error.sqlState, missingStates.contains(state) else {
      return error
    }
    return Program.Failure.schemaMissing
  }
}
