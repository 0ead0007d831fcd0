public import Analytics
public import Coaching
public import EventModel
import PostgresClient

/// Which daily figures of a tenant are read.
public struct RollupSpan: Sendable {
  let tenant: TenantID
  let from: UTCDay
  let to: UTCDay
  let reps: Set<RepID>?

  /// - Parameters:
  ///   - to: the last day.
  ///   - reps: only those of these representatives; `nil` is everybody's, and those that are nobody's.
  public init(of tenant: TenantID, from: UTCDay, to: UTCDay, reps: Set<RepID>?) {
    self.tenant = tenant
    self.from = from
    self.to = to
    self.reps = reps
  }

  /// Of the parameters $1 to $4.
  static let condition = """
    tenant_id = $1 AND day BETWEEN DATE '1970-01-01' + $2::integer AND DATE '1970-01-01' + $3::integer
      AND ($4::text[] IS NULL OR rep_id = ANY($4))
    """
}

extension PostgresParameters {
  /// Four parameters.
  mutating func append(_ span: RollupSpan) {
    append(span.tenant.uuid)
    append(Int32(span.from.number))
    append(Int32(span.to.number))
    append(span.reps.map { $0.map(\.text).sorted() })
  }
}
