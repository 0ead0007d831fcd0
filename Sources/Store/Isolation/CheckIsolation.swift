public import PostgresClient

/// What would let the session's role see more than the tenant that a transaction names.
public struct CheckIsolation: PostgresStatement {
  public struct Row: Hashable, Sendable {
    public let role: String
    public let isSuperuser: Bool
    public let bypassesPolicies: Bool
    /// Roles of ours that see every tenant, and that this one is, is a member of, or may become.
    public let strongerRoles: [String]
    /// Tables that it may read and whose policies aren't in force for everybody.
    public let openTables: [String]
    /// Views that it may read and that look with their owner's eyes.
    public let openViews: [String]

    /// Sentences, one for each way past the policies; empty where there is none.
    public var faults: [String] {
      var faults: [String] = []
      if isSuperuser { faults.append("\(role) is a superuser") }
      if bypassesPolicies { faults.append("\(role) has BYPASSRLS") }
      faults += strongerRoles.map { $0 == role ? "\(role) sees every tenant" : "\(role) is a member of \($0)" }
      faults += openTables.map { "row-level security isn't forced on learning.\($0)" }
      faults += openViews.map { "the view learning.\($0) lacks security_invoker" }
      return faults
    }
  }

  public init() {}

  // Both users: a session that became a role by SET ROLE can go back.
  public static let sql = """
    SELECT session_user::text,
      (SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname IN (session_user, current_user)),
      (SELECT bool_or(rolbypassrls) FROM pg_roles WHERE rolname IN (session_user, current_user)),
      ARRAY(
        SELECT rolname::text FROM pg_roles
        WHERE rolname IN ('reckoner_owner', 'reckoner_worker')
          AND (pg_has_role(session_user, oid, 'MEMBER') OR pg_has_role(current_user, oid, 'MEMBER'))
        ORDER BY rolname
      ),
      ARRAY(
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')
          AND has_table_privilege(current_user, oid, 'SELECT') AND NOT (relrowsecurity AND relforcerowsecurity)
        ORDER BY relname
      ),
      ARRAY(
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('v', 'm')
          AND has_table_privilege(current_user, oid, 'SELECT')
          AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)
        ORDER BY relname
      )
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      role: try row.string(),
      isSuperuser: try row.bool(),
      bypassesPolicies: try row.bool(),
      strongerRoles: try row.stringArray(),
      openTables: try row.stringArray(),
      openViews: try row.stringArray()
    )
  }
}
