import Glibc
import Synchronization

/// A program of the fleet as a process of its own; it ends with this object at the latest.
final class RunningProgram: Sendable {
  private static let poll = Duration.milliseconds(5)

  /// Such as `outcome-worker`.
  let name: String
  let identifier: pid_t
  /// What it wrote.
  let logPath: String
  /// As `wait` gave it; `nil` while it runs.
  private let status = Mutex<Int32?>(nil)
  private let usage = Mutex<Double?>(nil)

  init(_ name: String, spawn: ProgramSpawn) throws {
    self.name = name
    logPath = spawn.output
    identifier = try spawn.start()
  }

  deinit {
    kill()
  }

  /// Its exit code, or the negative number of the signal that ended it; `nil` while it runs.
  var exitCode: Int32? {
    status.withLock { status in
      if status == nil {
        var found: Int32 = 0
        var used = rusage()
        if wait4(identifier, &found, WNOHANG, &used) == identifier {
          status = found
          usage.withLock { $0 = used.ru_utime.seconds + used.ru_stime.seconds }
        }
      }
      return status.map { $0 & 0x7f == 0 ? $0 >> 8 & 0xff : -($0 & 0x7f) }
    }
  }

  /// Seconds of processor time of a program that ended by itself; `nil` of another.
  var secondsAtEnd: Double? { usage.withLock(\.self) }

  /// - Throws: ``BenchmarkError`` with the end of its log where it ended.
  func checkRunning() throws {
    if let exitCode { throw BenchmarkError("\(name) ended with code \(exitCode) in the middle of a run: \(logTail)") }
  }

  /// Waits until it ends by itself.
  /// - Throws: ``BenchmarkError`` where it doesn't within the limit, or not with code 0.
  func finish(within limit: Duration) async throws {
    try await end(within: limit)
    if let exitCode, exitCode != 0 { throw BenchmarkError("\(name) ended with code \(exitCode): \(logTail)") }
  }

  /// Asks it to finish (SIGTERM), and waits.
  func stop(within limit: Duration = .seconds(60)) async throws {
    if exitCode == nil { Glibc.kill(identifier, SIGTERM) }
    try await end(within: limit)
  }

  /// `kill -9`. Harmless when it has ended.
  func kill() {
    status.withLock { status in
      if status != nil { return }
      var found: Int32 = 0
      Glibc.kill(identifier, SIGKILL)
      while waitpid(identifier, &found, 0) < 0 && errno == EINTR {}
      status = found
    }
  }

  private func end(within limit: Duration) async throws {
    let deadline = ContinuousClock.now + limit
    while exitCode == nil {
      guard ContinuousClock.now < deadline else {
        throw BenchmarkError("\(name) doesn't end within \(limit): \(logTail)")
      }
      try await Task.sleep(for: Self.poll)
    }
  }

  private var logTail: String {
    let lines = (ProcFile.text(of: logPath) ?? "").split(separator: "\n")
    return lines.isEmpty ? "it said nothing" : lines.suffix(10).joined(separator: " / ")
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
