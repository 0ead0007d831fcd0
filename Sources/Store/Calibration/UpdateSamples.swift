import EventModel
import FoundationEssentials
public import PostgresClient

/// Replaces updates by later ones; the caller holds the rows.
public struct UpdateSamples: PostgresStatement {
  private let rows: [SampleRow]

  public init(_ rows: [SampleRow]) {
    self.rows = rows
  }

  public static let sql = """
    UPDATE learning.calibration_samples AS sample
    SET revision = later.revision, state = later.state, action_type = later.action_type,
      predicted_confidence = later.predicted_confidence, outcome = later.outcome, weight = later.weight,
      calibration_version = later.calibration_version, acted_at = later.acted_at,
      window_expires_at = later.window_expires_at
    FROM unnest(
      $1::uuid[], $2::uuid[], $3::int8[], $4::text[], $5::text[], $6::float8[], $7::int2[], $8::float8[], $9::int8[],
      $10::timestamptz[], $11::timestamptz[])
      AS later (\(SampleRow.columns))
    WHERE sample.tenant_id = later.tenant_id AND sample.outcome_id = later.outcome_id
      AND sample.revision < later.revision
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows)
  }
}
