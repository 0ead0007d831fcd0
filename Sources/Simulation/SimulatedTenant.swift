public import EventModel

/// A tenant of the simulation.
public struct SimulatedTenant: Hashable, Sendable {
  public let tenantID: TenantID
  /// What its market adds to every success probability.
  public let rateShift: Double
}
