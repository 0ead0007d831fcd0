public import EventModel
public import PostgresClient

public typealias RetireActionRollups = RetireRollups<ActionRollupTable>
public typealias RetireImpactRollups = RetireRollups<ImpactRollupTable>
public typealias RetireOutcomeRollups = RetireRollups<OutcomeRollupTable>

/// Adds what some conversations of a tenant give to a daily table to what removed conversations had given, before their
/// rows go. A count of everything includes it.
public struct RetireRollups<Table: RollupTable>: PostgresStatement {
  private let tenant: TenantID
  private let conversations: [ConversationID]

  public init(_ conversations: [ConversationID], of tenant: TenantID) {
    self.tenant = tenant
    self.conversations = conversations
  }

  public static var sql: String {
    """
    INSERT INTO \(Table.retired) AS rollup (\(Table.columnList))
    SELECT \(Table.keyList), \(Table.sumList)
    FROM \(Table.parts)
    WHERE tenant_id = $1 AND conversation_state_id = ANY ($2::uuid[])
    GROUP BY \(Table.keyList)
    ON CONFLICT (\(Table.keyList)) DO UPDATE SET \(Table.additionList)
    """
  }

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(conversations.map(\.uuid))
  }
}
