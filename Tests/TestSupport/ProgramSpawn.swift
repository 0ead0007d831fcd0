import Foundation
import Glibc

/// The starting of one program under its watch.
struct ProgramSpawn {
  let program: String
  let arguments: [String]
  let environment: [String: String]
  /// Where `stdout` and `stderr` are written.
  let directory: URL

  /// The shell starts the watch and becomes the program, so that there is no moment without the watch and the process that
  /// is waited for is the program. The watch ends in peace when it reads a line, and kills at the end of the input.
  private static let script = """
    directory=$1; shift
    (read -r line <&3 && exit 0; kill -KILL $$; rm -rf "$directory") >/dev/null 2>&1 &
    exec 3<&-
    exec "$@"
    """

  /// - Returns: the process, and our end of the pipe to its watch.
  func run(inputPath: String) throws -> (pid: pid_t, lifeline: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw ProgramProcess.Failure(description: "socketpair: errno \(errno)")
    }
    defer { close(ends[0]) }
    do {
      return (try spawn(inputPath: inputPath, watched: ends[0]), ends[1])
    } catch {
      close(ends[1])
      throw error
    }
  }

  private func spawn(inputPath: String, watched: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    for (descriptor, name) in [(Int32(1), "stdout"), (2, "stderr")] {
      let path = directory.appendingPathComponent(name).path
      posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }
    posix_spawn_file_actions_adddup2(&actions, watched, 3)
    try Self.closeInherited(from: 4, &actions)
    // Threads of Swift's pool block signals, and a child would inherit that: a program deaf to SIGTERM.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    var vector = Self.vector(["sh", "-c", Self.script, "sh", directory.path, program] + arguments)
    var variables = Self.vector(
      environment.merging(["PATH": path]) { given, _ in given }.map { "\($0.key)=\($0.value)" }
    )
    defer { (vector + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, "sh", &actions, &attributes, &vector, &variables)
    guard code == 0 else { throw ProgramProcess.Failure(description: "posix_spawn of \(program): errno \(code)") }
    return pid
  }

  private static func vector(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  /// Keeps the child from sharing this process's sockets, whose closing their peers would then never see.
  ///
  /// `posix_spawn_file_actions_addclosefrom_np` is in glibc, but not in Swift's module of it.
  private static func closeInherited(from first: Int32, _ actions: inout posix_spawn_file_actions_t) throws {
    typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
      throw ProgramProcess.Failure(description: "this libc can't close the descriptors of a child")
    }
    let code = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, first)
    guard code == 0 else { throw ProgramProcess.Failure(description: "addclosefrom: errno \(code)") }
  }
}
