import Glibc

/// The end of a process that nothing in it can prevent: a timer of the kernel, and one call that doesn't return.
///
/// Cancelling work isn't always enough: the resolver of host names, or a C library, can hold a thread for minutes, and the
/// tasks that wait for it with it.
enum ForcedEnd {
  /// The process exits with code 75 (try again) when it is still there after so many seconds. Can't be taken back.
  static func set(afterSeconds seconds: UInt32) {
    // Only what a signal handler may do: write(2) and _exit(2).
    signal(SIGALRM) { _ in
      let text: StaticString = "ended by force: something didn't stop when it was cancelled\n"
      _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      _exit(Program.ExitCode.tryAgain.rawValue)
    }
    alarm(seconds)
  }
}
