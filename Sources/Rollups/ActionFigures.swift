import EventModel

/// How many actions, and what they cost.
public struct ActionFigures: Hashable, Sendable {
  /// The largest cost that counts, either way: nine million actions at this bound sum to an `Int64` of millionths.
  public static let costMax: Double = 1_000_000

  public private(set) var actionCount: Int64 = 0
  /// Actions whose cost counts.
  public private(set) var costCount: Int64 = 0
  /// The sum of their costs, in millionths of whatever unit the agent counts in.
  public private(set) var costMicros: Int64 = 0

  public init(actionCount: Int64 = 0, costCount: Int64 = 0, costMicros: Int64 = 0) {
    self.actionCount = actionCount
    self.costCount = costCount
    self.costMicros = costMicros
  }

  mutating func add(_ action: AgentAction) {
    actionCount += 1
    guard let cost = action.cost, abs(cost) <= Self.costMax else { return }
    costCount += 1
    costMicros += Micros.rounded(cost)
  }
}
