/// Actions, and the costs of those that carry one.
struct ActionTally: AdditiveTally, Hashable {
  private(set) var actionCount: Int64 = 0
  private(set) var costCount: Int64 = 0
  private(set) var costMicros: Int64 = 0

  init() {}

  init(_ row: ActionRollup) {
    actionCount = row.actionCount
    costCount = row.costCount
    costMicros = row.costMicros
  }

  static func += (left: inout Self, right: Self) {
    left.actionCount += right.actionCount
    left.costCount += right.costCount
    left.costMicros += right.costMicros
  }

  var size: Int64 { actionCount }

  /// In units of the currency.
  var cost: Double { Double(costMicros) / 1e6 }
}
