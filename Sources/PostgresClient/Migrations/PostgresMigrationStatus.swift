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
