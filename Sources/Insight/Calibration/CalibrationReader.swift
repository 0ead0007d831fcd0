public import EventModel
public import PostgresClient
public import Store

/// Reads what is in force for a tenant's action types, and how it came about.
public struct CalibrationReader: Sendable {
  /// One action type: what is in force, and the change that waits for a person.
  public struct Standing: Sendable {
    public let row: StateRow
    public let proposal: AdjustmentRow?
  }

  private let postgres: PostgresPool

  public init(postgres: PostgresPool) {
    self.postgres = postgres
  }

  /// - Parameter actionType: only this one; `nil` is all.
  public func standings(of tenant: TenantID, actionType: ActionType? = nil) async throws -> [Standing] {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      let rows = try await transaction.send(ListStates(of: tenant, actionType: actionType))
      let proposals = try await transaction.send(ListProposals(of: tenant))
      return rows.map { row in Standing(row: row, proposal: proposals.first { $0.key == row.key }) }
    }
  }

  /// The newest first.
  public func history(of tenant: TenantID, actionType: ActionType? = nil, countMax: Int) async throws -> [AdjustmentRow]
  {
    try await postgres.send(ListAdjustments(of: tenant, actionType: actionType, countMax: countMax))
  }
}
