import PostgresClient
import Store

extension APIServices {
  /// Whether the role of the connections is kept within one tenant at a time.
  /// - Throws: ``LearningAPIError`` where it isn't.
  func checkIsolation() async throws {
    let faults = try await pool.send(CheckIsolation()).first?.faults ?? ["PostgreSQL didn't say"]
    if faults.isEmpty { return }
    throw LearningAPIError(
      description:
        "RECKONER_API_DATABASE_URL: \(faults.joined(separator: "; ")); connect as reckoner_api, which sees one "
        + "tenant at a time"
    )
  }
}
