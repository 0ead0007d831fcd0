public import EventModel
public import Rollups

/// By how much one row of a tenant's roll-ups changed.
public struct RollupDifference: Hashable, Sendable {
  public let tenantID: TenantID
  public let change: MetricChange
}

extension RollupDifference {
  /// Rows that a fold returns of each tenant: one more than a message takes says that there are too many.
  static let returnedCountMax = MetricUpdate.changeCountMax + 1
}
