import EventModel
import FoundationEssentials
public import PostgresClient

/// What the aggregators' ledger holds of some outcomes.
public struct FindSamples: PostgresStatement {
  public typealias Row = SampleRow

  private let keys: [SampleKey]

  public init(_ keys: [SampleKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT \(SampleRow.columns)
    FROM learning.calibration_samples
    JOIN unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, outcome_id) USING (tenant_id, outcome_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys.map(\.tenantID.uuid))
    parameters.append(keys.map(\.outcomeID.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> SampleRow {
    try SampleRow(&row)
  }
}
