import CLinux
import Glibc

/// How to start a program that shares nothing with this one but what is named here.
struct ProgramSpawn {
  /// The first is the program's path.
  let arguments: [String]
  /// All of it.
  let environment: [String: String]
  /// The file that both outputs are appended to.
  let output: String

  /// Starts it in this process's group, so that Ctrl-C reaches it too.
  /// - Returns: its id.
  /// - Throws: ``BenchmarkError``.
  func start() throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // A socket of ours that stays open in a child would never be closed for its peer.
    guard reckoner_spawn_closes_from(&actions, 3) == 0 else {
      throw BenchmarkError("this libc can't close the descriptors of a child; glibc 2.34 or newer can")
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of Swift's pool block signals, and a child that inherits that is deaf to SIGTERM.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var vector = Self.vector(arguments)
    var variables = Self.vector(environment.map { "\($0.key)=\($0.value)" })
    defer { (vector + variables).forEach { free($0) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, arguments[0], &actions, &attributes, &vector, &variables)
    guard code == 0 else {
      throw BenchmarkError("\(arguments[0]) doesn't start: \(String(cString: strerror(code))); build it first")
    }
    return identifier
  }

  private static func vector(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
