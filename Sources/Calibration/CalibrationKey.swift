public import EventModel

/// One action type of one tenant: what is calibrated by itself. Ordered, so that everyone who locks several locks them in
/// the same order.
public struct CalibrationKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let actionType: ActionType

  public init(tenantID: TenantID, actionType: ActionType) {
    self.tenantID = tenantID
    self.actionType = actionType
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.tenantID != right.tenantID ? left.tenantID < right.tenantID : left.actionType < right.actionType
  }
}
