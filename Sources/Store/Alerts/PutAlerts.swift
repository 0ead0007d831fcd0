public import Alerts
public import EventModel
public import PostgresClient

/// Writes alerts as the last look left them. What people noted about them is left alone.
public struct PutAlerts: PostgresStatement {
  private let alerts: [Alert]
  private let tenant: TenantID

  public init(_ alerts: [Alert], of tenant: TenantID) {
    self.alerts = alerts
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.alerts (
      tenant_id, alert_id, rule, subject, severity, opened_at, last_seen_at, resolved_at, ending, unmeasured_since,
      observed, threshold, baseline, sample_count, title, explanation, evidence, revision)
    SELECT $1, put.*
    FROM unnest(
      $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
      $9::text[], $10::timestamptz[], $11::float8[], $12::float8[], $13::float8[], $14::bigint[], $15::text[],
      $16::text[], $17::jsonb[], $18::bigint[]
    ) AS put
    ON CONFLICT (tenant_id, alert_id) DO UPDATE SET
      severity = excluded.severity, last_seen_at = excluded.last_seen_at, resolved_at = excluded.resolved_at,
      ending = excluded.ending, unmeasured_since = excluded.unmeasured_since, observed = excluded.observed,
      threshold = excluded.threshold, baseline = excluded.baseline, sample_count = excluded.sample_count,
      explanation = excluded.explanation, revision = excluded.revision
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(alerts.map(\.id.uuid))
    parameters.append(alerts.map(\.rule.rawValue))
    parameters.append(alerts.map(\.subject.text))
    parameters.append(alerts.map(\.severity.rawValue))
    parameters.append(alerts.map { PostgresTimestamp($0.openedAt) })
    parameters.append(alerts.map { PostgresTimestamp($0.lastSeenAt) })
    parameters.append(alerts.map { $0.resolvedAt.map(PostgresTimestamp.init) })
    parameters.append(alerts.map { $0.ending?.rawValue })
    parameters.append(alerts.map { $0.unmeasuredSince.map(PostgresTimestamp.init) })
    parameters.append(alerts.map(\.figures.observed))
    parameters.append(alerts.map(\.figures.threshold))
    parameters.append(alerts.map(\.figures.baseline))
    parameters.append(alerts.map(\.figures.sampleCount))
    parameters.append(alerts.map(\.title))
    parameters.append(alerts.map(\.explanation))
    parameters.append(alerts.map { PostgresJSON(text: JSONText.compact($0.evidence)) })
    parameters.append(alerts.map(\.revision))
  }
}
