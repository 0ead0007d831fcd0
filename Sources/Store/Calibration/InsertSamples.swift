import EventModel
import FoundationEssentials
public import PostgresClient

/// Writes the first update of outcomes, and returns those that had none and aren't erased.
///
/// An erasure locks the table before it notes the outcomes: whoever waits for it here sees afterwards what it noted.
public struct InsertSamples: PostgresStatement {
  public typealias Row = SampleKey

  private let rows: [SampleRow]

  /// - Parameter rows: no outcome twice.
  public init(_ rows: [SampleRow]) {
    self.rows = rows.sorted { $0.key < $1.key }
  }

  public static let sql = """
    INSERT INTO learning.calibration_samples (\(SampleRow.columns))
    SELECT * FROM unnest(
      $1::uuid[], $2::uuid[], $3::int8[], $4::text[], $5::text[], $6::float8[], $7::int2[], $8::float8[], $9::int8[],
      $10::timestamptz[], $11::timestamptz[]) AS first (\(SampleRow.columns))
    WHERE NOT EXISTS (SELECT FROM learning.erased_outcomes WHERE tenant_id = ANY ($1::uuid[]))
      OR NOT EXISTS (
        SELECT FROM learning.erased_outcomes AS erased
        WHERE erased.tenant_id = first.tenant_id
          AND erased.outcome_hash = \(ErasedHash.sql(tenant: "first.tenant_id", id: "first.outcome_id"))
        -- One at a time by its key: without this the planner may read every tenant's.
        OFFSET 0)
    ON CONFLICT (tenant_id, outcome_id) DO NOTHING
    RETURNING tenant_id, outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> SampleKey {
    SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier())
  }
}
