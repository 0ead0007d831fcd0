public import Analytics
public import EventModel
import FoundationEssentials

// The kind exists as a type only: no value of it is ever made.
public enum ReportIDKind {}

/// A report of a tenant; ``ReportID/init(of:kind:team:lastDay:)`` computes it.
public typealias ReportID = UUIDIdentifier<ReportIDKind>

extension ReportID {
  /// The id of the report about a period: UUIDv5, in the tenant's namespace, of `<kind>/<audience>/<team>/<last day>`. A
  /// team's name may hold a slash; the day, which is always as long, ends the name.
  ///
  /// - Parameter team: `nil` is the tenant as a whole.
  public init(of tenant: TenantID, kind: ReportKind, team: TeamID?, lastDay: UTCDay) {
    let name = "\(kind.rawValue)/\(kind.audience.rawValue)/\(team?.text ?? "")/\(lastDay)"
    self.init(UUID(namespace: tenant.uuid, name: name))
  }
}
