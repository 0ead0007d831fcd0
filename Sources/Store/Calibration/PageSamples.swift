import EventModel
public import PostgresClient

/// The next page of the sample ledger, in the order of its key: a scan of any size in bounded memory.
public struct PageSamples: PostgresStatement {
  public typealias Row = SampleRow

  private let last: SampleKey?
  private let countMax: Int

  public init(after last: SampleKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(SampleRow.columns)
    FROM learning.calibration_samples
    WHERE $1::uuid IS NULL OR (tenant_id, outcome_id) > ($1, $2)
    ORDER BY tenant_id, outcome_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.outcomeID.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> SampleRow {
    try SampleRow(&row)
  }
}
