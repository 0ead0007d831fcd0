/// What a figure should come to, on two cores with both stores beside it: Redis with an append-only file synced every
/// second, PostgreSQL with fsync and synchronous commits.
public struct Target: Hashable, Sendable {
  public let value: Double
  /// What it would be fine to come to; `nil` where the value is all that is wanted.
  public let ambition: Double?

  public init(_ value: Double, ambition: Double? = nil) {
    self.value = value
    self.ambition = ambition
  }

  /// Events a second from the stream to the bins, all effects.
  public static let throughput = Target(10_000, ambition: 15_000)
  /// The throughput as a share of what the same rows cost without Redis, workers and JSON.
  public static let floorShare = Target(0.7)
  /// Milliseconds from an event to its commit, p99, at half of the target throughput.
  public static let commitUnderLoad = Target(250)
  /// The same at 200 events a second.
  public static let commitLive = Target(50)
  /// Milliseconds from an event to its bin, p99, at 200 events a second.
  public static let binLive = Target(150)
  /// MB (10^6 bytes) of a worker's memory at its peak, whatever the backlog.
  public static let memory = Target(120)
  /// The throughput beside five million outcomes as a share of that in an empty database.
  public static let history = Target(0.85)
  /// The throughput beside a transaction that is held open as a share of that without.
  public static let held = Target(0.8)
  /// The throughput of four workers as a multiple of that of one, a millisecond away from both stores.
  public static let delay = Target(3.5)
  /// Samples folded a second.
  public static let aggregator = Target(20_000)
  /// The rate of an import as a share of that at which Redis takes the same entries from a bare socket.
  public static let importShare = Target(0.9)
  /// Percent of a core that 1,000 idle tenants cost.
  public static let idleTenants = Target(5)
  /// Milliseconds until the first event of an idle tenant is committed, p99.
  public static let firstEvent = Target(100)
}
