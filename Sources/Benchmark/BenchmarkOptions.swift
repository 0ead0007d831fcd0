/// What all cases have in common.
public struct BenchmarkOptions: Hashable, Sendable {
  /// Of a measured run.
  public var eventCount: Int
  /// What the loads follow from.
  public var seed: UInt64
  /// How often each figure is measured; 1 or more.
  public var repeatCount: Int
  /// Events of the run before, which isn't counted; 0 is none.
  public var warmUpEventCount: Int
  public var shape: FleetShape
  /// Whether the dearest statements of each run of a backlog are told.
  public var showsStatements: Bool

  public init(
    eventCount: Int = 200_000,
    seed: UInt64 = 1,
    repeatCount: Int = 3,
    warmUpEventCount: Int = 20_000,
    shape: FleetShape = FleetShape(),
    showsStatements: Bool = false
  ) {
    self.eventCount = eventCount
    self.seed = seed
    self.repeatCount = repeatCount
    self.warmUpEventCount = warmUpEventCount
    self.shape = shape
    self.showsStatements = showsStatements
  }

  /// The options as a report names them.
  var settings: [String: Double] {
    var settings = [
      "events": Double(eventCount), "repeats": Double(repeatCount), "warm_up_events": Double(warmUpEventCount),
      "workers": Double(shape.workerCount),
    ]
    settings["lanes"] = shape.lanes.map(Double.init)
    settings["batch_size"] = shape.batchSize.map(Double.init)
    return settings
  }
}
