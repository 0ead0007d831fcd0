public import EventModel

/// An outcome's place in the sample ledger.
public struct SampleKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let outcomeID: OutcomeID

  public init(tenantID: TenantID, outcomeID: OutcomeID) {
    self.tenantID = tenantID
    self.outcomeID = outcomeID
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.tenantID != right.tenantID ? left.tenantID < right.tenantID : left.outcomeID < right.outcomeID
  }
}
