public import Foundation
import Glibc
import Synchronization

/// A private PostgreSQL server for tests: its own data directory, a Unix socket and a free TCP port of the loopback interface.
///
/// It never outlives the test process, however that ends: a watch stops it and removes the directory. The server runs as the
/// user `postgres` when the tests run as root, because it refuses to be root.
public final class PostgresServerProcess: Sendable {
  /// How to start the server.
  public struct Options: Sendable {
    /// Whether commits reach the disk; only a test of a crash of the whole machine could tell the difference.
    public var fsync: Bool
    /// The superuser's password over TCP (SCRAM); `nil` trusts everybody there too. The socket always trusts.
    public var password: String?
    /// More server settings, such as `["max_connections": "10"]`.
    public var settings: [String: String]

    public init(fsync: Bool = false, password: String? = nil, settings: [String: String] = [:]) {
      self.fsync = fsync
      self.password = password
      self.settings = settings
    }
  }

  /// What keeps a server from running, or a command from succeeding.
  public typealias Failure = TestProcessFailure

  /// Holds the socket, the log `postgres.log` and the data.
  public var directory: URL { files.url }
  /// On 127.0.0.1, and part of the socket's name.
  public let port: UInt16

  let options: Options
  let files: TestDirectory
  private let running = Mutex<WatchedProcess?>(nil)
  let databaseCount = Atomic<Int>(0)

  private init(options: Options) throws {
    self.options = options
    port = try FreePort.find()
    files = try TestDirectory(name: "postgres")
  }

  deinit {
    stop()
  }

  /// Initialises and starts a server and waits until it accepts connections.
  public static func start(_ options: Options = Options()) async throws -> PostgresServerProcess {
    // Somebody may take the free port between the look and the server's bind.
    var attemptsLeft = 3
    while true {
      attemptsLeft -= 1
      let server = try PostgresServerProcess(options: options)
      do {
        try server.prepareDirectory()
        try await server.launch()
        return server
      } catch {
        server.stop()
        if attemptsLeft == 0 { throw error }
      }
    }
  }

  private static let sharedStart = Task {
    try await start(Options(settings: ["max_connections": "200", "deadlock_timeout": "100ms"]))
  }

  /// One server for all tests of this process that do it no harm; each test takes a database of its own.
  public static var shared: PostgresServerProcess {
    get async throws { try await sharedStart.value }
  }

  /// Runs `body` with a server of its own and stops it afterwards.
  public static func withServer<Value>(
    _ options: Options = Options(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (PostgresServerProcess) async throws -> Value
  ) async throws -> Value {
    let server = try await start(options)
    defer { server.stop() }
    return try await body(server)
  }

  /// How a server stops; each is the signal that asks for it.
  public enum Shutdown: Int32, Sendable {
    /// Sessions are ended, their transactions rolled back (SIGINT).
    case fast = 2
    /// As a crash would, but for the processes (SIGQUIT); the next start recovers.
    case immediate = 3
    /// The main process is killed (SIGKILL); the others notice.
    case kill = 9
  }

  /// Ends the server and removes its directory. Harmless when repeated.
  public func stop() {
    halt(.immediate)
    files.remove()
  }

  /// Ends the server; its directory stays for ``launch()``.
  public func halt(_ shutdown: Shutdown) {
    terminate(by: shutdown.rawValue)
  }

  /// Starts a halted server again, on the same port and data.
  ///
  /// The children of a killed server end when they notice; until then its data is held, and a new server refuses to start.
  public func launch() async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    var process = try startWatched()
    running.withLock { $0 = process }
    while !isReady {
      if process.hasExited {
        terminate(by: SIGKILL)
        guard log.split(separator: "\n").suffix(2).contains(where: { $0.contains("is still in use") }) else {
          throw Failure(description: "postgres ended at once: \(log)")
        }
        try await Task.sleep(for: .milliseconds(100))
        process = try startWatched()
        running.withLock { $0 = process }
      }
      guard ContinuousClock.now < deadline else { throw Failure(description: "postgres doesn't become ready: \(log)") }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// Halts the server and starts it again.
  public func restart(_ shutdown: Shutdown = .immediate) async throws {
    halt(shutdown)
    try await launch()
  }

  /// Freezes the server and all its sessions: connections stay open and nothing is answered.
  public func pause() { signalAll(SIGSTOP) }

  /// Ends a ``pause()``.
  public func resume() { signalAll(SIGCONT) }

  /// The server's main process, while it runs.
  public var processIdentifier: pid_t? { running.withLock { $0?.identifier } }

  private func signalAll(_ number: Int32) {
    guard let pid = processIdentifier else { return }
    // The main process first, so that it starts no other meanwhile.
    kill(pid, number)
    for child in Self.children(of: pid) { kill(child, number) }
  }

  private func terminate(by number: Int32) {
    guard let process = running.withLock({ $0.take() }) else { return }
    process.terminate(by: number, children: Self.children(of: process.identifier))
  }

  /// The processes whose parent is this one: the server's sessions are not in its process group.
  private static func children(of parent: pid_t) -> [pid_t] {
    let path = "/proc/\(parent)/task/\(parent)/children"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
  }

  /// What `pg_ctl` looks at too: the eighth line of the server's own file says when connections are welcome.
  private var isReady: Bool {
    guard let text = files.text(of: "data/postmaster.pid"), let pid = processIdentifier else { return false }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count >= 8 && lines[0] == "\(pid)" && lines[7].hasPrefix("ready")
  }

  private var log: String { files.text(of: "postgres.log") ?? "(no log)" }
}
