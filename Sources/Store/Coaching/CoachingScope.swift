public import Coaching
public import EventModel
import PostgresClient

/// Which outcomes coaching looks at: matured and decided ones of a tenant's actions of a period.
public struct CoachingScope: Hashable, Sendable {
  public let tenantID: TenantID
  /// Actions of this time or later.
  public let from: Timestamp
  /// Actions before this time.
  public let to: Timestamp
  /// Outcomes whose windows end later aren't matured.
  public let now: Timestamp
  /// Actions for these reps alone; `nil` is for all, and for none.
  public let reps: Set<RepID>?

  public init(tenantID: TenantID, from: Timestamp, to: Timestamp, asOf now: Timestamp, reps: Set<RepID>? = nil) {
    self.tenantID = tenantID
    self.from = from
    self.to = to
    self.now = now
    self.reps = reps
  }

  /// Over the parameters that ``PostgresParameters/append(_:)`` adds, the first four of a statement. A label decides
  /// before the window ends, and what was answered early isn't matured all the same.
  static let condition = """
    tenant_id = $1 AND acted_at >= $2 AND window_expires_at <= $3
      AND outcome_status IN ('positive', 'negative', 'expired') AND ($4::text[] IS NULL OR rep_id = ANY ($4))
    """
}

extension PostgresParameters {
  /// Four parameters: tenant, from, now and reps.
  mutating func append(_ scope: CoachingScope) {
    append(scope.tenantID.uuid)
    append(PostgresTimestamp(scope.from))
    append(PostgresTimestamp(scope.now))
    append(scope.reps.map { $0.map(\.text) })
  }
}
