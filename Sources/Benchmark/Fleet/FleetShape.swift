/// How many processes work, and how.
public struct FleetShape: Hashable, Sendable {
  /// Processes of `outcome-worker`.
  public var workerCount: Int
  /// Batches in progress at once in each worker; `nil` is its default.
  public var lanes: Int?
  /// Entries of a worker's batch at most; `nil` is its default.
  public var batchSize: Int?
  /// Whether an aggregator works beside them.
  public var hasAggregator = true

  public init(workerCount: Int = 1, lanes: Int? = nil, batchSize: Int? = nil) {
    self.workerCount = workerCount
    self.lanes = lanes
    self.batchSize = batchSize
  }

  /// The variables that say so to a worker.
  var environment: [String: String] {
    var variables: [String: String] = [:]
    variables["RECKONER_LANES"] = lanes.map(String.init)
    variables["RECKONER_BATCH_SIZE"] = batchSize.map(String.init)
    return variables
  }
}
