public import Alerts
public import EventModel
public import PostgresClient

/// Forgets rules and subjects of which nothing has to be remembered.
public struct ForgetAlertStates: PostgresStatement {
  private let keys: [(rule: AlertRuleName, subject: AlertSubject)]
  private let tenant: TenantID

  public init(_ keys: [(rule: AlertRuleName, subject: AlertSubject)], of tenant: TenantID) {
    self.keys = keys
    self.tenant = tenant
  }

  public static let sql = """
    DELETE FROM learning.alert_states AS state
    USING unnest($2::text[], $3::text[]) AS forgotten (rule, subject)
    WHERE state.tenant_id = $1 AND state.rule = forgotten.rule AND state.subject = forgotten.subject
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(keys.map(\.rule.rawValue))
    parameters.append(keys.map(\.subject.text))
  }
}
