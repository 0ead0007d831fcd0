public import Foundation
import Glibc
import Synchronization

/// A private Redis server for tests: its own directory, a Unix socket and a free TCP port of the loopback interface.
///
/// It never outlives the test process, however that ends: a watching shell beside the server holds the reading end of a pipe
/// whose other end only this process has, and kills the server and removes the directory when that closes.
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
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Holds the socket, the log `redis.log` and the data.
  public let directory: URL
  public let port: UInt16
  public var socketPath: String { directory.appendingPathComponent("redis.sock").path }
  /// The address over TCP, without credentials.
  public var url: String { "redis://127.0.0.1:\(port)" }
  /// The address of the socket, without credentials.
  public var socketURL: String { "unix://\(socketPath)" }

  private struct Running {
    let pid: pid_t
    /// Our end of the pipe to the watching shell.
    let lifeline: Int32
  }

  private let options: Options
  private let running = Mutex<Running?>(nil)

  private init(options: Options, directory: URL, port: UInt16) {
    self.options = options
    self.directory = directory
    self.port = port
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
      let directory = try makeDirectory()
      let server = RedisServerProcess(options: options, directory: directory, port: try freePort())
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
    do {
      try FileManager.default.removeItem(at: directory)
    } catch CocoaError.fileNoSuchFile {
      // An earlier stop removed it.
    } catch {
      print("the directory of a test server stays: \(error)")
    }
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
  public var processIdentifier: pid_t? { running.withLock { $0?.pid } }

  private func signal(_ number: Int32) {
    running.withLock { running in
      if let running { Glibc.kill(running.pid, number) }
    }
  }
}

extension RedisServerProcess {
  /// The shell starts the watch and becomes the server, so that there is no moment without the watch and the process that is
  /// waited for is the server. The watch ends in peace when it reads a line, and kills at the end of the input.
  private static let script = """
    directory=$1; shift
    (read -r line <&3 && exit 0; kill -KILL $$; rm -rf "$directory") &
    exec 3<&-
    exec redis-server "$@"
    """

  private func launch() async throws {
    let process = try spawn()
    running.withLock { $0 = process }
    let deadline = ContinuousClock.now + .seconds(20)
    while !(RedisProbe.answers(port: port) && RedisProbe.answers(socketPath: socketPath)) {
      if Self.hasExited(process.pid) {
        terminate(by: SIGKILL)
        throw Failure(description: "redis-server ended at once: \(log)")
      }
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "redis-server doesn't answer: \(log)")
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private var log: String {
    do {
      return try String(contentsOf: directory.appendingPathComponent("redis.log"), encoding: .utf8)
    } catch {
      return "(no log: \(error))"
    }
  }

  private func spawn() throws -> Running {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Failure(description: "socketpair: errno \(errno)") }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let output = directory.appendingPathComponent("redis.log").path
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    posix_spawn_file_actions_adddup2(&actions, ends[0], 3)
    try Self.closeInherited(from: 4, &actions)
    // Threads of Swift's pool block signals, and a child would inherit that: a server deaf to SIGTERM.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = ["sh", "-c", Self.script, "sh", directory.path] + serverArguments
    var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { vector.forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, "sh", &actions, &attributes, &vector, environ)
    guard code == 0 else {
      close(ends[1])
      throw Failure(description: "posix_spawn: errno \(code)")
    }
    return Running(pid: pid, lifeline: ends[1])
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

  private var serverArguments: [String] {
    var arguments = [
      "--port", String(port), "--bind", "127.0.0.1", "--unixsocket", socketPath, "--dir", directory.path,
      "--save", "", "--appendonly", options.appendOnly ? "yes" : "no", "--appendfsync", "always",
    ]
    if let password = options.password { arguments += ["--requirepass", password] }
    if let user = options.user { arguments += ["--user", user.name, "on", ">\(user.password)", "~*", "&*", "+@all"] }
    return arguments + options.arguments
  }

  private func terminate(by number: Int32) {
    let process = running.withLock { $0.take() }
    guard let process else { return }
    Glibc.kill(process.pid, number)
    // A stopped process acts on no signal but SIGKILL.
    Glibc.kill(process.pid, SIGCONT)
    let deadline = ContinuousClock.now + .seconds(10)
    while !Self.hasExited(process.pid) {
      if ContinuousClock.now >= deadline { Glibc.kill(process.pid, SIGKILL) }
      poll(nil, 0, 2)
    }
    // The watch is dismissed before the process is reaped, so that it can't kill another process of the same number.
    let dismissal = Array("done\n".utf8)
    _ = send(process.lifeline, dismissal, dismissal.count, Int32(MSG_NOSIGNAL))
    close(process.lifeline)
    waitpid(process.pid, nil, 0)
  }

  /// Whether the process has ended; it isn't reaped.
  private static func hasExited(_ pid: pid_t) -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) != 0 || information.si_signo != 0
  }

  private static func makeDirectory() throws -> URL {
    var template = Array("/tmp/redis-test-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let path else { throw Failure(description: "mkdtemp: errno \(errno)") }
    return URL(fileURLWithPath: path, isDirectory: true)
  }

  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = RedisProbe.loopback(port: 0)
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

/// Asks a server whether it serves, without any client library.
private enum RedisProbe {
  static func answers(port: UInt16) -> Bool {
    var address = loopback(port: port)
    return withUnsafePointer(to: &address) { answers(AF_INET, $0) }
  }

  static func answers(socketPath: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { answers(AF_UNIX, $0) }
  }

  static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return address
  }

  /// True for `PONG` and for a demand to authenticate; false while the data is loading.
  private static func answers<Address>(_ family: Int32, _ address: UnsafePointer<Address>) -> Bool {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    let size = socklen_t(MemoryLayout<Address>.size)
    let code = address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    guard code == 0 else { return false }
    let request = Array("PING\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, 1000) == 1 else { return false }
    var answer = [UInt8](repeating: 0, count: 64)
    let count = recv(descriptor, &answer, answer.count, 0)
    let text = String(decoding: answer.prefix(max(count, 0)), as: UTF8.self)
    return text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH")
  }
}
