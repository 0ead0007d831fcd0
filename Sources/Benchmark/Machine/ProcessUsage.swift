import Glibc

/// What processes of this machine have used so far.
enum ProcessUsage {
  /// Seconds of processor time; `nil` for a process that doesn't run.
  static func seconds(of process: Int32) -> Double? {
    ProcessStat.current(of: process).map { Double($0.ownTicks) / ProcessStat.ticksPerSecond }
  }

  /// Seconds of processor time of a process and of all of its children, those that ended included.
  static func secondsOfFamily(of process: Int32) -> Double? {
    guard let head = ProcessStat.current(of: process) else { return nil }
    let children = (ProcFile.text(of: "/proc/\(process)/task/\(process)/children") ?? "")
      .split(separator: " ").compactMap { Int32($0) }
    let ticks = children.reduce(head.ownTicks + head.childTicks) { sum, child in
      sum + (ProcessStat.current(of: child)?.ownTicks ?? 0)
    }
    return Double(ticks) / ProcessStat.ticksPerSecond
  }

  /// The most memory that a process has had so far, in bytes of resident pages.
  static func peakByteCount(of process: Int32) -> Int? {
    ProcFile.text(of: "/proc/\(process)/status").flatMap { ProcFile.byteCount(of: "VmHWM", in: $0) }
  }
}
