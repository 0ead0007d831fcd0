import Foundation
import Glibc

/// How to start a process that shares nothing with this one but what is named here.
struct ProcessSpawn {
  /// The first is the program's path or name.
  var arguments: [String]
  /// All of it; `nil` is this process's own.
  var environment: [String: String]?
  /// The file behind standard input.
  var input = "/dev/null"
  /// The file that standard output is appended to.
  var output: String
  /// The file that standard error is appended to; `nil` is that of standard output.
  var errorOutput: String?

  init(_ arguments: [String], output: String) {
    self.arguments = arguments
    self.output = output
  }

  /// - Parameter lifeline: what becomes descriptor 3 of the process.
  func start(lifeline: Int32? = nil) throws -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    try setDescriptors(lifeline: lifeline, &actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.clearSignalMask(&attributes)
    let environment = environment ?? ProcessInfo.processInfo.environment
    var vector = Self.vector(arguments)
    var variables = Self.vector(environment.map { "\($0.key)=\($0.value)" })
    defer { (vector + variables).forEach { free($0) } }
    var identifier: pid_t = 0
    let code = posix_spawnp(&identifier, arguments[0], &actions, &attributes, &vector, &variables)
    guard code == 0 else { throw TestProcessFailure(description: "posix_spawn of \(arguments): errno \(code)") }
    return ChildProcess(identifier: identifier)
  }

  private func setDescriptors(lifeline: Int32?, _ actions: inout posix_spawn_file_actions_t) throws {
    let writing = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
    if let errorOutput {
      posix_spawn_file_actions_addopen(&actions, 2, errorOutput, writing, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    if let lifeline { posix_spawn_file_actions_adddup2(&actions, lifeline, 3) }
    try Self.closeInherited(from: lifeline == nil ? 3 : 4, &actions)
  }

  /// Keeps the child from sharing this process's sockets, whose closing their peers would then never see.
  ///
  /// `posix_spawn_file_actions_addclosefrom_np` is in glibc, but not in Swift's module of it.
  private static func closeInherited(from first: Int32, _ actions: inout posix_spawn_file_actions_t) throws {
    typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
      throw TestProcessFailure(description: "this libc can't close the descriptors of a child")
    }
    let code = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, first)
    guard code == 0 else { throw TestProcessFailure(description: "addclosefrom: errno \(code)") }
  }

  /// Threads of Swift's pool block signals, and a child would inherit that: a process deaf to SIGTERM.
  private static func clearSignalMask(_ attributes: inout posix_spawnattr_t) {
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  }

  private static func vector(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
