public import FoundationEssentials
public import PostgresClient

/// Notes which Redis server is there. Another one than before, or its first, is a sign that samples may be forgotten.
public struct NoteRedis: PostgresStatement {
  private let incarnation: UUID
  private let runID: String

  /// - Parameters:
  ///   - incarnation: what its marker holds.
  ///   - runID: of its process.
  public init(incarnation: UUID, runID: String) {
    self.incarnation = incarnation
    self.runID = runID
  }

  public static let sql = """
    INSERT INTO learning.redis_incarnation AS known (incarnation, run_id, sign_count, healed_count)
    VALUES ($1, $2, 1, 0)
    ON CONFLICT (singleton) DO UPDATE
    SET incarnation = excluded.incarnation, run_id = excluded.run_id, sign_count = known.sign_count + 1
    WHERE known.incarnation <> excluded.incarnation OR known.run_id <> excluded.run_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(incarnation)
    parameters.append(runID)
  }
}
