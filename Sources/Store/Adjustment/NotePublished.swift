import Calibration
import EventModel
public import PostgresClient

/// Notes what Redis has, in the transaction that claimed it.
public struct NotePublished: PostgresStatement {
  private let rows: [StateRow]

  public init(_ rows: [StateRow]) {
    self.rows = rows
  }

  public static let sql = """
    UPDATE learning.calibration_state AS state
    SET published_revision = published.revision
    FROM unnest($1::uuid[], $2::text[], $3::int8[]) AS published (tenant_id, action_type, revision)
    WHERE state.tenant_id = published.tenant_id AND state.action_type = published.action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows.map(\.key))
    parameters.append(rows.map(\.revision))
  }
}
