import EventModel
public import PostgresClient

/// Removes rows of changes that were folded, in the transaction that claimed them.
public struct ForgetRollupChanges: PostgresStatement {
  private let folded: [ClaimRollupChanges.Row]

  public init(_ folded: [ClaimRollupChanges.Row]) {
    self.folded = folded
  }

  public static let sql = """
    DELETE FROM learning.rollup_changes AS change
    USING unnest($1::uuid[], $2::int8[]) AS folded (tenant_id, change_id)
    WHERE change.tenant_id = folded.tenant_id AND change.change_id = folded.change_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(folded.map(\.tenantID.uuid))
    parameters.append(folded.map(\.changeID))
  }
}
