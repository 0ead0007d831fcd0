import EventModel
import FoundationEssentials
public import PostgresClient

/// Which of some outcomes were of conversations that are erased.
public struct FindErasedOutcomes: PostgresStatement {
  public typealias Row = SampleKey

  private let keys: [SampleKey]

  public init(_ keys: some Sequence<SampleKey>) {
    self.keys = Array(keys)
  }

  public static let sql = """
    SELECT wanted.tenant_id, wanted.outcome_id
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, outcome_id)
    WHERE EXISTS (SELECT FROM learning.erased_outcomes WHERE tenant_id = ANY ($1::uuid[]))
      AND EXISTS (
        SELECT FROM learning.erased_outcomes AS erased
        WHERE erased.tenant_id = wanted.tenant_id
          AND erased.outcome_hash = \(ErasedHash.sql(tenant: "wanted.tenant_id", id: "wanted.outcome_id")))
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys.map(\.tenantID.uuid))
    parameters.append(keys.map(\.outcomeID.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> SampleKey {
    SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier())
  }
}
