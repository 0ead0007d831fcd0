public import EventModel

/// Names one bin. Ordered, so that everyone who locks several bins locks them in the same order.
public struct BinKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let actionType: ActionType
  public let bin: ConfidenceBin

  public init(tenantID: TenantID, actionType: ActionType, bin: ConfidenceBin) {
    self.tenantID = tenantID
    self.actionType = actionType
    self.bin = bin
  }

  public static func < (left: Self, right: Self) -> Bool {
    if left.tenantID != right.tenantID { return left.tenantID < right.tenantID }
    if left.actionType != right.actionType { return left.actionType < right.actionType }
    return left.bin < right.bin
  }
}
