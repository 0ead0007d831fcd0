public import EventModel
import FoundationEssentials

/// Names a schedule.
public struct ScheduleKey: Hashable, Sendable {
  /// Whose it is; ``TenantID/installation`` for the work that is nobody's own.
  public let tenantID: TenantID
  public let name: String

  public init(tenantID: TenantID, name: String) {
    self.tenantID = tenantID
    self.name = name
  }
}

extension TenantID {
  /// Stands for the installation as a whole in tables that are keyed by tenant: the UUID of zeros.
  public static let installation = TenantID(
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  )
}
