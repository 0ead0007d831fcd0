public import Foundation
import Glibc
import Synchronization

/// One of our own executables as a process, found beside the test bundle, with everything that it writes.
///
/// It never outlives the test process, however that ends: a watching shell beside the program holds the reading end of a
/// pipe whose other end only this process has, and kills the program when that closes.
public final class ProgramProcess: Sendable {
  /// How a program ended, and what it said.
  public struct Ending: Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
      case exit(Int32)
      case signal(Int32)
    }

    public let cause: Cause
    public let standardOutput: String
    public let standardError: String

    /// What the program exited with; `nil` where a signal ended it.
    public var exitCode: Int32? {
      switch cause {
      case .exit(let code): code
      case .signal: nil
      }
    }

    public var description: String { "\(cause)\nstdout: \(standardOutput)\nstderr: \(standardError)" }
  }

  /// What keeps a program from running, or from ending in time.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) {
      self.description = description
    }
  }

  private enum State {
    /// With our end of the pipe to the watching shell.
    case running(pid_t, lifeline: Int32)
    case ended(Ending)
  }

  private let name: String
  private let directory: URL
  private let state: Mutex<State>

  private init(name: String, directory: URL, pid: pid_t, lifeline: Int32) {
    self.name = name
    self.directory = directory
    state = Mutex(.running(pid, lifeline: lifeline))
  }

  deinit {
    kill()
    while !reapIfExited() { poll(nil, 0, 2) }
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - name: an executable of this package.
  ///   - environment: all of it, but for the search path.
  ///   - input: what it reads from standard input; `nil` is nothing.
  public static func start(
    _ name: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: String? = nil
  ) throws -> ProgramProcess {
    let program = buildDirectory.appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Failure(description: "\(program) isn't built")
    }
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("program-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    var inputPath = "/dev/null"
    if let input {
      inputPath = directory.appendingPathComponent("input").path
      try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath))
    }
    let spawn = ProgramSpawn(program: program, arguments: arguments, environment: environment, directory: directory)
    let (pid, lifeline) = try spawn.run(inputPath: inputPath)
    return ProgramProcess(name: name, directory: directory, pid: pid, lifeline: lifeline)
  }

  /// Runs a program to its end.
  public static func run(
    _ name: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: String? = nil,
    within limit: Duration = .seconds(120)
  ) async throws -> Ending {
    try await start(name, arguments, environment: environment, input: input).ending(within: limit)
  }

  /// The directory of the test bundle and of the executables that were built with it.
  public static var buildDirectory: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Waits until the program ends.
  /// - Throws: ``Failure`` with what it said so far, after killing it, when it doesn't end within the limit.
  public func ending(within limit: Duration = .seconds(120)) async throws -> Ending {
    let deadline = ContinuousClock.now + limit
    while true {
      if let ending { return ending }
      guard ContinuousClock.now < deadline else {
        kill()
        throw Failure(description: "\(name) doesn't end within \(limit)\nstderr: \(standardErrorSoFar)")
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// How it ended; `nil` while it runs.
  public var ending: Ending? {
    _ = reapIfExited()
    return state.withLock { state in
      switch state {
      case .running: nil
      case .ended(let ending): ending
      }
    }
  }

  /// What the program wrote to standard error until now.
  public var standardErrorSoFar: String { text(of: "stderr") }

  /// `kill -9`: it ends wherever it is. Harmless when it has ended.
  public func kill() { signal(SIGKILL) }

  /// Asks it to finish (SIGTERM). Harmless when it has ended.
  public func terminate() { signal(SIGTERM) }

  private func signal(_ number: Int32) {
    state.withLock { state in
      // While it isn't reaped the number is its own.
      if case .running(let pid, _) = state { Glibc.kill(pid, number) }
    }
  }

  private func text(of stream: String) -> String {
    let file = directory.appendingPathComponent(stream).path
    return FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// - Returns: whether the program has ended.
  private func reapIfExited() -> Bool {
    state.withLock { state in
      guard case .running(let pid, let lifeline) = state else { return true }
      var information = siginfo_t()
      let code = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
      guard code != 0 || information.si_signo != 0 else { return false }
      // The watch is dismissed before the process is reaped, so that it can't kill another process of the same number.
      let dismissal = Array("done\n".utf8)
      _ = send(lifeline, dismissal, dismissal.count, Int32(MSG_NOSIGNAL))
      close(lifeline)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
      let cause = status & 0x7f == 0 ? Ending.Cause.exit(status >> 8 & 0xff) : .signal(status & 0x7f)
      state = .ended(Ending(cause: cause, standardOutput: text(of: "stdout"), standardError: text(of: "stderr")))
      do {
        try FileManager.default.removeItem(at: directory)
      } catch {
        print("the directory of a program stays: \(error)")
      }
      return true
    }
  }
}
