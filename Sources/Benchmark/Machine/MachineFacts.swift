import Glibc

/// Where a benchmark ran.
public struct MachineFacts: Hashable, Sendable, Codable {
  public let processor: String
  public let coreCount: Int
  public let memoryBytes: Int
  public let kernel: String
  public let redisVersion: String
  public let postgresVersion: String
  /// Settings that decide what a commit costs, by store and name, such as `postgresql.fsync`.
  public let storeSettings: [String: String]

  public init(
    processor: String,
    coreCount: Int,
    memoryBytes: Int,
    kernel: String,
    redisVersion: String,
    postgresVersion: String,
    storeSettings: [String: String]
  ) {
    self.processor = processor
    self.coreCount = coreCount
    self.memoryBytes = memoryBytes
    self.kernel = kernel
    self.redisVersion = redisVersion
    self.postgresVersion = postgresVersion
    self.storeSettings = storeSettings
  }

  /// Of this machine, with what the stores say of themselves.
  static func current(
    redisVersion: String,
    postgresVersion: String,
    storeSettings: [String: String]
  ) -> MachineFacts {
    MachineFacts(
      processor: ProcFile.text(of: "/proc/cpuinfo").flatMap { ProcFile.value(of: "model name", in: $0) } ?? "unknown",
      coreCount: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      memoryBytes: ProcFile.text(of: "/proc/meminfo").flatMap { ProcFile.byteCount(of: "MemTotal", in: $0) } ?? 0,
      kernel: ProcFile.text(of: "/proc/sys/kernel/osrelease").map { String($0.prefix { $0 != "\n" }) } ?? "unknown",
      redisVersion: redisVersion,
      postgresVersion: postgresVersion,
      storeSettings: storeSettings
    )
  }
}
