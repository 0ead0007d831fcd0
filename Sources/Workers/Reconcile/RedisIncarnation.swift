import EventModel
import FoundationEssentials
import PostgresClient
import RedisClient
import Store

/// Which Redis server there is: a marker that a server without its data has lost, and the run of its process, which is
/// another one after a restart, and after a failover.
struct RedisIncarnation: Hashable, Sendable {
  static let markerKey = "reckoner:incarnation"

  let marker: UUID
  let runID: String

  /// Looks at the server; one without a marker gets a new one.
  static func current(of redis: RedisConnection) async throws -> RedisIncarnation {
    let (found, info) = try await redis.pipeline(StringGet(key: markerKey), ServerInfo(section: "server"))
    let runID = try runID(info)
    if let marker = try marker(found) { return RedisIncarnation(marker: marker, runID: runID) }
    let fresh = Array(UUID().lowercaseText.utf8)
    let (_, kept) = try await redis.pipeline(
      StringSet(key: markerKey, value: fresh, condition: .keyIsMissing),
      StringGet(key: markerKey)
    )
    guard let marker = try marker(kept) else {
      throw RedisError(code: .unexpectedReply, message: "the key \(markerKey) is not ours: delete it")
    }
    return RedisIncarnation(marker: marker, runID: runID)
  }

  /// A user who may not ask sees no restart, and relies on the marker.
  private static func runID(_ result: Result<[String: String], RedisError>) throws(RedisError) -> String {
    if case .failure(let error) = result, error.code == .server("NOPERM") { return "unknown" }
    guard let runID = try result.get()["run_id"] else {
      throw RedisError(code: .unexpectedReply, message: "INFO server lacks the field run_id")
    }
    return runID
  }

  /// `nil` where there is none.
  private static func marker(_ result: Result<[UInt8]?, RedisError>) throws(RedisError) -> UUID? {
    guard let bytes = try result.get() else { return nil }
    return UUID(uuidString: String(decoding: bytes, as: UTF8.self))
  }
}
