import EventModel
import FoundationEssentials
public import PostgresClient

/// Locks the rows of some outcomes, in the order of their keys, and returns what they hold.
public struct LockSamples: PostgresStatement {
  public typealias Row = SampleRow

  private let keys: [SampleKey]

  public init(_ keys: some Sequence<SampleKey>) {
    self.keys = keys.sorted()
  }

  public static let sql = """
    SELECT \(SampleRow.columns)
    FROM learning.calibration_samples
    JOIN unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, outcome_id, position)
      USING (tenant_id, outcome_id)
    ORDER BY position
    FOR UPDATE OF calibration_samples
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys.map(\.tenantID.uuid))
    parameters.append(keys.map(\.outcomeID.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> SampleRow {
    try SampleRow(&row)
  }
}
