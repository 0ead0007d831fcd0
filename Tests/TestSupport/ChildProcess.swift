import Glibc

/// A process that this one started and hasn't reaped: until then its number is its own.
struct ChildProcess: Sendable {
  let identifier: pid_t

  /// Whether the process has ended; it isn't reaped.
  var hasExited: Bool {
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
    return code != 0 || information.si_signo != 0
  }

  /// Waits for the end.
  ///
  /// - Returns: how it ended, as `wait(2)` codes it.
  func reap() -> Int32 {
    var status: Int32 = 0
    waitpid(identifier, &status, 0)
    return status
  }
}
