import Foundation
import Glibc
import Synchronization

extension PostgresServerProcess {
  /// Runs `body` with the address of a new, empty database, and drops it afterwards with everybody in it.
  ///
  /// After an error the database stays, to be looked at, until the server goes.
  public func withDatabase<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> Value
  ) async throws -> Value {
    let name = "test_\(databaseCount.add(1, ordering: .relaxed).newValue)"
    try await createDatabase(name)
    let value = try await body(socketURL(database: name))
    try await execute("DROP DATABASE \(name) WITH (FORCE)")
    return value
  }

  /// Creates a database.
  ///
  /// - Parameter template: the database to copy; nobody may be connected to it.
  public func createDatabase(_ name: String, template: String = "template1") async throws {
    try await execute("CREATE DATABASE \(name) TEMPLATE \(template)")
  }

  /// The address of a database over the socket, as superuser `postgres`, without a password.
  public func socketURL(database: String = "postgres") -> String {
    "postgres://postgres@/\(database)?host=\(directory.path)&port=\(port)"
  }

  /// The address of a database over TCP, as superuser `postgres`, with the password if there is one.
  public func url(database: String = "postgres") -> String {
    let password = options.password.map { ":\($0)" } ?? ""
    return "postgres://postgres\(password)@127.0.0.1:\(port)/\(database)"
  }

  /// Runs SQL with `psql` as superuser, each statement in its own transaction.
  ///
  /// - Returns: the rows without headers, columns separated by `|`.
  @discardableResult
  public func execute(_ sql: String, database: String = "postgres") async throws -> String {
    let output = "psql-\(UUID().uuidString)"
    defer { _ = unlink(files.path(of: output)) }
    let arguments = [
      try PostgresProgram.path("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
      "--set=ON_ERROR_STOP=1", "--command=\(sql)", socketURL(database: database),
    ]
    let process = try ProcessSpawn(arguments, output: files.path(of: output)).start()
    while !process.hasExited { try await Task.sleep(for: .milliseconds(2)) }
    let status = process.reap()
    guard let text = files.text(of: output) else { throw Failure(description: "psql: its output is gone") }
    if status != 0 { throw Failure(description: "psql: \(text)") }
    return text.trimmingCharacters(in: .newlines)
  }
}
