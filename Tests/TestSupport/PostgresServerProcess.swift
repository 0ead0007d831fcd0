public import Foundation
import Glibc
import Synchronization

/// A private PostgreSQL server for tests: its own data directory, a Unix socket and a free TCP port of the loopback interface.
///
/// It never outlives the test process, however that ends: a watching shell beside the server holds the reading end of a pipe
/// whose other end only this process has, and stops the server and removes the directory when that closes. The server runs as
/// the user `postgres` when the tests run as root, because it refuses to be root.
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
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Holds the socket, the log `postgres.log` and the data.
  public let directory: URL
  /// On 127.0.0.1, and part of the socket's name.
  public let port: UInt16

  private struct Running {
    let pid: pid_t
    /// Our end of the pipe to the watching shell.
    let lifeline: Int32
  }

  private let options: Options
  private let running = Mutex<Running?>(nil)
  private let databaseCount = Atomic<Int>(0)

  private init(options: Options, directory: URL, port: UInt16) {
    self.options = options
    self.directory = directory
    self.port = port
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
      let server = PostgresServerProcess(options: options, directory: try makeDirectory(), port: try freePort())
      do {
        try server.writePasswordFile()
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
    let output = directory.appendingPathComponent("psql-\(UUID().uuidString)")
    defer { _ = unlink(output.path) }
    let pid = try Self.spawn(
      [
        try Self.binary("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1",
        "--command=\(sql)", socketURL(database: database),
      ],
      output: output.path,
      lifeline: nil
    )
    while !Self.hasExited(pid) { try await Task.sleep(for: .milliseconds(2)) }
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    let text = try String(contentsOf: output, encoding: .utf8)
    if status != 0 { throw Failure(description: "psql: \(text)") }
    return text.trimmingCharacters(in: .newlines)
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
    do {
      try FileManager.default.removeItem(at: directory)
    } catch CocoaError.fileNoSuchFile {
      // An earlier stop removed it.
    } catch {
      print("the directory of a test server stays: \(error)")
    }
  }

  /// Ends the server; its directory stays for ``launch()``.
  public func halt(_ shutdown: Shutdown) {
    terminate(by: shutdown.rawValue)
  }

  /// Starts a halted server again, on the same port and data.
  public func launch() async throws {
    let process = try spawnServer()
    running.withLock { $0 = process }
    let deadline = ContinuousClock.now + .seconds(60)
    while !isReady {
      if Self.hasExited(process.pid) {
        terminate(by: SIGKILL)
        throw Failure(description: "postgres ended at once: \(log)")
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
  public var processIdentifier: pid_t? { running.withLock { $0?.pid } }

  private func signalAll(_ number: Int32) {
    guard let pid = processIdentifier else { return }
    // The main process first, so that it starts no other meanwhile.
    kill(pid, number)
    for child in Self.children(of: pid) { kill(child, number) }
  }
}

extension PostgresServerProcess {
  /// The shell starts the watch and becomes the server, so that there is no moment without the watch and the process that is
  /// waited for is the server. The watch ends in peace when it reads a line; at the end of the input it stops the server
  /// (SIGQUIT also ends its sessions), waits a little for it to let go of its files, and removes them.
  private static let script = """
    directory=$1; user=$2; initdb=$3; password=$4; shift 4
    as() { if [ -n "$user" ]; then setpriv --reuid="$user" --regid="$user" --init-groups "$@"; else "$@"; fi; }
    (read -r line <&3 && exit 0
     kill -CONT $$; kill -QUIT $$
     count=0; while kill -0 $$ && [ $count -lt 100 ]; do sleep 0.1; count=$((count + 1)); done
     rm -rf "$directory") 2>/dev/null &
    exec 3<&-
    cd "$directory" || exit 1
    if [ ! -s data/PG_VERSION ]; then
      as "$initdb" --pgdata=data --username=postgres --encoding=UTF8 --locale=C --no-sync \\
        --auth-local=trust ${password:+--auth-host=scram-sha-256} ${password:+--pwfile="$password"} \\
        $( [ -n "$password" ] || echo --auth-host=trust ) || exit 1
    fi
    if [ -n "$user" ]; then exec setpriv --reuid="$user" --regid="$user" --init-groups "$@"; fi
    exec "$@"
    """

  private func spawnServer() throws -> Running {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Failure(description: "socketpair: errno \(errno)") }
    defer { close(ends[0]) }
    var settings = options.settings
    settings["listen_addresses"] = "127.0.0.1"
    settings["port"] = "\(port)"
    settings["unix_socket_directories"] = directory.path
    settings["fsync"] = options.fsync ? "on" : "off"
    settings["shared_buffers"] = settings["shared_buffers"] ?? "64MB"
    let password = options.password == nil ? "" : directory.appendingPathComponent("password").path
    let arguments =
      [
        "sh", "-c", Self.script, "sh", directory.path, geteuid() == 0 ? "postgres" : "", try Self.binary("initdb"),
        password,
      ]
      + [try Self.binary("postgres"), "-D", "data"] + settings.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    do {
      let output = directory.appendingPathComponent("postgres.log").path
      return Running(pid: try Self.spawn(arguments, output: output, lifeline: ends[0]), lifeline: ends[1])
    } catch {
      close(ends[1])
      throw error
    }
  }

  /// What `pg_ctl` looks at too: the eighth line of the server's own file says when connections are welcome.
  private var isReady: Bool {
    let file = directory.appendingPathComponent("data/postmaster.pid").path
    guard let data = FileManager.default.contents(atPath: file), let pid = processIdentifier else { return false }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count >= 8 && lines[0] == "\(pid)" && lines[7].hasPrefix("ready")
  }

  private var log: String {
    let file = directory.appendingPathComponent("postgres.log").path
    return FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? "(no log)"
  }

  private func writePasswordFile() throws {
    guard let password = options.password else { return }
    let file = directory.appendingPathComponent("password")
    try Data(password.utf8).write(to: file)
    chmod(file.path, 0o644)
  }

  private func terminate(by number: Int32) {
    let process = running.withLock { $0.take() }
    guard let process else { return }
    let children = Self.children(of: process.pid)
    kill(process.pid, number)
    // A stopped process acts on no signal but SIGKILL.
    for pid in [process.pid] + children { kill(pid, SIGCONT) }
    let deadline = ContinuousClock.now + .seconds(10)
    while !Self.hasExited(process.pid) {
      if ContinuousClock.now >= deadline { kill(process.pid, SIGKILL) }
      poll(nil, 0, 2)
    }
    // The watch is dismissed before the process is reaped, so that it can't kill another process of the same number.
    let dismissal = Array("done\n".utf8)
    _ = send(process.lifeline, dismissal, dismissal.count, Int32(MSG_NOSIGNAL))
    close(process.lifeline)
    waitpid(process.pid, nil, 0)
  }
}

extension PostgresServerProcess {
  /// Starts a program with these arguments, of which the first is its path or name.
  private static func spawn(_ arguments: [String], output: String, lifeline: Int32?) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    if let lifeline { posix_spawn_file_actions_adddup2(&actions, lifeline, 3) }
    try closeInherited(from: lifeline == nil ? 3 : 4, &actions)
    // Threads of Swift's pool block signals, and a child would inherit that: a server deaf to SIGTERM.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { vector.forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments[0], &actions, &attributes, &vector, environ)
    guard code == 0 else { throw Failure(description: "posix_spawn of \(arguments[0]): errno \(code)") }
    return pid
  }

  /// Keeps the child from sharing this process's sockets, whose closing their peers would then never see.
  ///
  /// `posix_spawn_file_actions_addclosefrom_np` is in glibc, but not in Swift's module of it.
  private static func closeInherited(from first: Int32, _ actions: inout posix_spawn_file_actions_t) throws {
    typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
      throw Failure(description: "this libc can't close the descriptors of a child")
    }
    let code = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, first)
    guard code == 0 else { throw Failure(description: "addclosefrom: errno \(code)") }
  }

  /// Whether the process has ended; it isn't reaped.
  private static func hasExited(_ pid: pid_t) -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) != 0 || information.si_signo != 0
  }

  /// The processes whose parent is this one: the server's sessions are not in its process group.
  private static func children(of parent: pid_t) -> [pid_t] {
    let path = "/proc/\(parent)/task/\(parent)/children"
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
  }

  /// The newest installed server's programs (Debian keeps them out of the path), or else what the path has.
  private static func binary(_ name: String) throws -> String {
    let root = "/usr/lib/postgresql"
    let exists = FileManager.default.fileExists(atPath: root)
    let versions = exists ? try FileManager.default.contentsOfDirectory(atPath: root) : []
    let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let candidates = newestFirst.map { "\(root)/\($0)/bin" } + path
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) else {
      throw Failure(description: "\(name) is installed neither under \(root) nor in the path")
    }
    return "\(found)/\(name)"
  }

  private static func makeDirectory() throws -> URL {
    var template = Array("/tmp/postgres-test-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let path else { throw Failure(description: "mkdtemp: errno \(errno)") }
    if geteuid() == 0 {
      guard let user = getpwnam("postgres"), chown(path, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
        throw Failure(description: "there is no user 'postgres' to run the server as")
      }
    }
    return URL(fileURLWithPath: path, isDirectory: true)
  }

  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, size) | getsockname(descriptor, generic, &size)
      }
    }
    guard code == 0 else { throw Failure(description: "no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }
}
