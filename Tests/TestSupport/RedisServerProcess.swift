public import Foundation
import Glibc
import Synchronization

/// A private Redis server for tests: its own directory, a Unix socket and a free TCP port of the loopback interface.
///
/// It never outlives the test process, however that ends: a watch kills it and removes the directory.
public final class RedisServerProcess: Sendable {
  /// How to start the server.
  public struct Options: Sendable {
    /// The password of the default user.
    public var password: String?
    /// A second user, who may do everything.
    public var user: (name: String, password: String)?
    /// Whether every write is in a file before it is answered, so that a kill loses nothing.
    public var appendOnly: Bool
    /// More options, such as `["--maxmemory", "10mb"]`.
    public var arguments: [String]

    public init(
      password: String? = nil,
      user: (name: String, password: String)? = nil,
      appendOnly: Bool = false,
      arguments: [String] = []
    ) {
      self.password = password
      self.user = user
      self.appendOnly = appendOnly
      self.arguments = arguments
    }
  }

  /// What keeps a server from running.
  public typealias Failure = TestProcessFailure

  /// Holds the socket, the log `redis.log` and the data.
  public var directory: URL { files.url }
  public let port: UInt16
  public var socketPath: String { files.path(of: "redis.sock") }
  /// The address over TCP, without credentials.
  public var url: String { "redis://127.0.0.1:\(port)" }
  /// The address of the socket, without credentials.
  public var socketURL: String { "unix://\(socketPath)" }

  private let options: Options
  let files: TestDirectory
  private let running = Mutex<WatchedProcess?>(nil)

  private init(options: Options) throws {
    self.options = options
    port = try FreePort.find()
    files = try TestDirectory(name: "redis")
  }

  deinit {
    stop()
  }

  /// Starts a server and waits until it answers.
  public static func start(_ options: Options = Options()) async throws -> RedisServerProcess {
    // Somebody may take the free port between the look and the server's bind.
    var attemptsLeft = 5
    while true {
      attemptsLeft -= 1
      let server = try RedisServerProcess(options: options)
      do {
        try await server.launch()
        return server
      } catch {
        server.stop()
        if attemptsLeft == 0 { throw error }
      }
    }
  }

  /// Runs `body` with a server of its own and stops it afterwards.
  public static func withServer<Value>(
    _ options: Options = Options(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (RedisServerProcess) async throws -> Value
  ) async throws -> Value {
    let server = try await start(options)
    defer { server.stop() }
    return try await body(server)
  }

  /// Ends the server in good order, or by force after ten seconds, and removes its directory. Harmless when repeated.
  public func stop() {
    terminate(by: SIGTERM)
    files.remove()
  }

  /// Kills the server as a crash would; its directory stays for ``restart()``.
  public func kill() {
    terminate(by: SIGKILL)
  }

  /// Starts the server again on the same port and directory, after a stop in good order if it runs.
  public func restart() async throws {
    terminate(by: SIGTERM)
    try await launch()
  }

  /// Freezes the server: its connections stay open and nothing is answered.
  public func pause() {
    signal(SIGSTOP)
  }

  /// Ends a ``pause()``.
  public func resume() {
    signal(SIGCONT)
  }

  /// The server's process, while it runs.
  public var processIdentifier: pid_t? { running.withLock { $0?.identifier } }

  private func signal(_ number: Int32) {
    running.withLock { $0 }?.signal(number)
  }

  private func terminate(by number: Int32) {
    running.withLock { $0.take() }?.terminate(by: number)
  }
}

extension RedisServerProcess {
  private func launch() async throws {
    let spawn = ProcessSpawn(["redis-server"] + serverArguments, output: files.path(of: "redis.log"))
    let process = try WatchedProcess(spawn, directory: files)
    running.withLock { $0 = process }
    let deadline = ContinuousClock.now + .seconds(20)
    while !(RedisProbe.answers(port: port) && RedisProbe.answers(socketPath: socketPath)) {
      if process.hasExited {
        terminate(by: SIGKILL)
        throw Failure(description: "redis-server ended at once: \(log)")
      }
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "redis-server doesn't answer: \(log)")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private var log: String { files.text(of: "redis.log") ?? "(no log)" }

  private var serverArguments: [String] {
    var arguments = [
      "--port", String(port), "--bind", "127.0.0.1", "--unixsocket", socketPath, "--dir", directory.path,
      "--save", "", "--appendonly", options.appendOnly ? "yes" : "no", "--appendfsync", "always",
    ]
    if let password = options.password { arguments += ["--requirepass", password] }
    if let user = options.user { arguments += ["--user", user.name, "on", ">\(user.password)", "~*", "&*", "+@all"] }
    return arguments + options.arguments
  }
}
