public import PostgresClient

/// Notes a sign that Redis has forgotten samples, though it is the same server.
public struct NoteForgotten: PostgresStatement {
  public init() {}

  public static let sql = "UPDATE learning.redis_incarnation SET sign_count = sign_count + 1"
}
