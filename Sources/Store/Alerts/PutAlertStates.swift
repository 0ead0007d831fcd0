import Alerts
public import EventModel
public import PostgresClient

/// Writes what is to be remembered of rules and subjects.
public struct PutAlertStates: PostgresStatement {
  private let rows: [AlertStateRow]
  private let tenant: TenantID

  public init(_ rows: [AlertStateRow], of tenant: TenantID) {
    self.rows = rows
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.alert_states (
      tenant_id, rule, subject, phase, phase_since, opened_at, noticed_at, missing_since, reference, mark, evaluated_at)
    SELECT $1, put.*
    FROM unnest(
      $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
      $9::float8[], $10::text[], $11::timestamptz[]
    ) AS put
    ON CONFLICT (tenant_id, rule, subject) DO UPDATE SET
      phase = excluded.phase, phase_since = excluded.phase_since, opened_at = excluded.opened_at,
      noticed_at = excluded.noticed_at, missing_since = excluded.missing_since, reference = excluded.reference,
      mark = excluded.mark, evaluated_at = excluded.evaluated_at
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let states = rows.map(\.state)
    parameters.append(tenant.uuid)
    parameters.append(rows.map(\.rule.rawValue))
    parameters.append(rows.map(\.subject.text))
    parameters.append(states.map(\.phase.rawValue))
    parameters.append(states.map { PostgresTimestamp($0.since) })
    parameters.append(states.map { $0.openedAt.map(PostgresTimestamp.init) })
    parameters.append(states.map { $0.noticedAt.map(PostgresTimestamp.init) })
    parameters.append(states.map { $0.missingSince.map(PostgresTimestamp.init) })
    parameters.append(states.map(\.reference))
    parameters.append(states.map(\.mark))
    parameters.append(states.map { PostgresTimestamp($0.evaluatedAt) })
  }
}
