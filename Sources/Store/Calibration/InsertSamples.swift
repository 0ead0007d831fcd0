import EventModel
import FoundationEssentials
public import PostgresClient

/// Writes the first update of outcomes, and returns those that had none.
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
      $10::timestamptz[], $11::timestamptz[])
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
