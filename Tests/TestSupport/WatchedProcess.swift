import Glibc
import Synchronization

/// A process that never outlives this one, however this one ends.
///
/// A watching shell beside the process holds one end of a socket pair, the lifeline, whose other end only we have. When that
/// closes without a word, the shell ends the process and removes its directory.
final class WatchedProcess: Sendable {
  private let child: ChildProcess
  /// Our end.
  private let lifeline: Int32
  /// How it ended, as `wait(2)` codes it; `nil` until it is reaped.
  private let status = Mutex<Int32?>(nil)

  /// Starts a process under its watch.
  ///
  /// - Parameters:
  ///   - spawn: the process; a preparation may take arguments away from the front.
  ///   - directory: what the watch removes when this process is gone.
  ///   - preparation: shell commands before the process becomes `"$@"`.
  ///   - ending: shell commands by which the watch ends the process `$$`.
  init(
    _ spawn: ProcessSpawn,
    directory: TestDirectory,
    preparation: String = "",
    ending: String = "kill -KILL $$"
  ) throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw TestProcessFailure(description: "socketpair: errno \(errno)")
    }
    defer { close(ends[0]) }
    var watched = spawn
    let script = Self.script(preparation: preparation, ending: ending)
    watched.arguments = ["sh", "-c", script, "sh", directory.path] + spawn.arguments
    do {
      child = try watched.start(lifeline: ends[0])
      lifeline = ends[1]
    } catch {
      close(ends[1])
      throw error
    }
  }

  deinit {
    terminate(by: SIGKILL)
  }

  /// The shell starts the watch and becomes the process, so that there is no moment without the watch and the process that is
  /// waited for is the one that was asked for. The watch ends in peace when it reads a line, and acts at the end of the input.
  ///
  /// The shell between makes the watch no child of the process: stopping a process with its children must not stop the watch.
  /// It is deaf to SIGHUP, which the kernel sends to the group of a dead parent where one of its members is stopped.
  /// The removal is repeated because a child of the process may still be writing files.
  private static func script(preparation: String, ending: String) -> String {
    """
    directory=$1; shift
    ( (trap '' HUP
    read -r line <&3 && exit 0
    \(ending)
    count=0; until rm -rf "$directory" || [ $count -ge 100 ]; do sleep 0.1; count=$((count + 1)); done
    ) >/dev/null 2>&1 & )
    exec 3<&-
    \(preparation)
    exec "$@"
    """
  }

  var identifier: pid_t { child.identifier }

  var hasExited: Bool {
    status.withLock { $0 != nil || child.hasExited }
  }

  /// Harmless when the process was reaped.
  func signal(_ number: Int32) {
    status.withLock { status in
      if status == nil { kill(child.identifier, number) }
    }
  }

  /// - Returns: how the process ended, as `wait(2)` codes it; `nil` while it runs.
  func reapIfExited() -> Int32? {
    status.withLock { status in
      if let status { return status }
      guard child.hasExited else { return nil }
      // The watch is dismissed before the process is reaped, so that it can't kill another process of the same number.
      let dismissal = Array("done\n".utf8)
      _ = send(lifeline, dismissal, dismissal.count, Int32(MSG_NOSIGNAL))
      close(lifeline)
      let ended = child.reap()
      status = ended
      return ended
    }
  }

  /// Ends the process by a signal, or by force after the limit, and reaps it. Harmless when repeated.
  ///
  /// - Parameter children: those of its processes that may be stopped too.
  func terminate(by number: Int32, within limit: Duration = .seconds(10), children: [pid_t] = []) {
    signal(number)
    // A stopped process acts on no signal but SIGKILL.
    signal(SIGCONT)
    for child in children { kill(child, SIGCONT) }
    let deadline = ContinuousClock.now + limit
    while reapIfExited() == nil {
      if ContinuousClock.now >= deadline { signal(SIGKILL) }
      poll(nil, 0, 2)
    }
  }
}
