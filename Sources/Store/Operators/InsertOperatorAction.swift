public import EventModel
import FoundationEssentials
public import PostgresClient

/// Notes what an operator did to the dead letters.
public struct InsertOperatorAction: PostgresStatement {
  public enum Action: String, CaseIterable, Sendable {
    case replay
    case discard
  }

  private let action: Action
  private let tenant: TenantID
  private let actor: String
  private let detail: JSONValue
  private let now: Timestamp

  /// - Parameters:
  ///   - actor: the person, as the token says.
  ///   - detail: what was asked for and what became of it; no payloads.
  public init(_ action: Action, of tenant: TenantID, by actor: String, detail: JSONValue, now: Timestamp) {
    self.action = action
    self.tenant = tenant
    self.actor = actor
    self.detail = detail
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.operator_actions (tenant_id, action_id, acted_at, actor_id, action, detail)
    VALUES ($1, $2, $3, $4, $5, $6)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(UUID())
    parameters.append(PostgresTimestamp(now))
    parameters.append(actor)
    parameters.append(action.rawValue)
    parameters.append(PostgresJSON(text: String(decoding: JSONWriter.compact(detail), as: UTF8.self)))
  }
}
