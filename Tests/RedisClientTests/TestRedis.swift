import RedisClient
import TestSupport
import Testing

/// The server that tests share which neither stop it nor count what it holds; each has a key prefix of its own.
enum TestRedis {
  private static let server = Task { try await RedisServerProcess.start() }

  /// A connection to the shared server.
  static func connection(
    name: String = "test",
    commandTimeout: Duration = .seconds(30),
    roundTrips: RedisRoundTrips = RedisRoundTrips()
  ) async throws -> RedisConnection {
    let configuration = try configuration(of: try await server.value, commandTimeout: commandTimeout)
    return RedisConnection(configuration: configuration, name: name, roundTrips: roundTrips)
  }

  /// How to reach a server over TCP, with short back-offs.
  static func configuration(
    of server: RedisServerProcess,
    commandTimeout: Duration = .seconds(30)
  ) throws -> RedisConfiguration {
    var configuration = try RedisConfiguration(url: server.url)
    configuration.connectTimeout = .seconds(30)
    configuration.commandTimeout = commandTimeout
    configuration.backoff = RedisBackoff(initial: .milliseconds(1), maximum: .milliseconds(20))
    return configuration
  }

  /// A key that no other test uses.
  static func key(_ test: String = #function) -> String {
    "\(test):\(UInt64.random(in: 0...UInt64.max))"
  }

  /// Waits until a fact holds, for half a minute at most.
  static func wait(
    until fact: String,
    _ holds: () async throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !holds() {
      guard ContinuousClock.now < deadline else {
        Issue.record("never: \(fact)", sourceLocation: sourceLocation)
        return
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}

extension RedisError {
  /// The error that a call fails with; records an issue if it succeeds.
  static func thrown(
    sourceLocation: SourceLocation = #_sourceLocation,
    by call: () async throws(RedisError) -> Void
  ) async -> RedisError? {
    do throws(RedisError) {
      try await call()
      Issue.record("no error was thrown", sourceLocation: sourceLocation)
      return nil
    } catch {
      return error
    }
  }
}

extension [UInt8] {
  init(_ text: String) {
    self = Array(text.utf8)
  }
}
