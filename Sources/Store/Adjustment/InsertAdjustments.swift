import Calibration
import EventModel
public import PostgresClient

/// Adds changes and proposals to the history.
public struct InsertAdjustments: PostgresStatement {
  private let rows: [AdjustmentRow]

  public init(_ rows: [AdjustmentRow]) {
    self.rows = rows
  }

  public static let sql = """
    INSERT INTO learning.calibration_adjustments (\(AdjustmentRow.columns))
    SELECT * FROM unnest(
      $1::uuid[], $2::text[], $3::uuid[], $4::int8[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[],
      $9::float8[], $10::float8[], $11::float8[], $12::int8[], $13::float8[], $14::float8[], $15::float8[],
      $16::float8[], $17::jsonb[], $18::text[], $19::text[])
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows.map(\.key))
    parameters.append(rows.map(\.adjustmentID))
    parameters.append(rows.map(\.version))
    parameters.append(rows.map { PostgresTimestamp($0.proposedAt) })
    parameters.append(rows.map { PostgresTimestamp($0.decidedAt) })
    parameters.append(rows.map(\.kind.rawValue))
    parameters.append(rows.map(\.status.rawValue))
    parameters.append(rows.map(\.gap))
    parameters.append(rows.map(\.signal))
    parameters.append(rows.map(\.step))
    parameters.append(rows.map(\.sampleCount))
    parameters.append(rows.map(\.before.confidenceScaling))
    parameters.append(rows.map(\.after.confidenceScaling))
    parameters.append(rows.map(\.before.escalationThreshold))
    parameters.append(rows.map(\.after.escalationThreshold))
    parameters.append(rows.map { $0.evidence.map(PostgresJSON.init(text:)) })
    parameters.append(rows.map(\.reason))
    parameters.append(rows.map(\.decidedBy))
  }
}
