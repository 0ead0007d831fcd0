import Glibc

/// The processor time in a `/proc/PID/stat`, in ticks of the clock.
public struct ProcessStat: Hashable, Sendable {
  public let parent: Int32
  /// Of the process itself, user and system.
  public let ownTicks: UInt64
  /// Of its children that ended and were waited for.
  public let childTicks: UInt64

  /// Reads the one line of the file; `nil` where it is none. The name in parentheses may hold spaces and parentheses.
  public init?(_ text: String) {
    guard let end = text.lastIndex(of: ")") else { return nil }
    // From the third field on: state, parent, ...; utime is the 14th, cstime the 17th.
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
    let ticks = fields[11...14].compactMap { UInt64($0) }
    guard ticks.count == 4 else { return nil }
    self.parent = parent
    ownTicks = ticks[0] + ticks[1]
    childTicks = ticks[2] + ticks[3]
  }

  /// Of a process that runs; `nil` for one that doesn't.
  static func current(of process: Int32) -> ProcessStat? {
    ProcFile.text(of: "/proc/\(process)/stat").flatMap { ProcessStat($0) }
  }

  /// Ticks of a second.
  static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
}
