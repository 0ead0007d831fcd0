/// One step of the schema, forward only.
public struct PostgresMigration: Hashable, Sendable {
  /// Counted from 1 without gaps.
  public let version: Int
  /// For people.
  public let name: String
  /// A script of several statements, which runs in one transaction: no BEGIN, no COMMIT, nothing that refuses to run in one.
  public let sql: String

  /// A step; its text must never change once it is applied anywhere.
  public init(version: Int, name: String, sql: String) {
    self.version = version
    self.name = name
    self.sql = sql
  }
}
