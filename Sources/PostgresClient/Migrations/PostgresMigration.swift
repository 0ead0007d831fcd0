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

/// How a database stands to the migrations of the program.
public struct PostgresMigrationStatus: Hashable, Sendable {
  /// A step that the database has.
  public struct Applied: Hashable, Sendable {
    public let version: Int
    public let name: String
    public let appliedAt: PostgresTimestamp
  }

  /// In order of version.
  public let applied: [Applied]
  /// What the database still lacks, in order of version.
  public let pending: [PostgresMigration]
}
