import Calibration
public import PostgresClient
import RedisClient
import Store
public import Streams

/// Brings what is in force to Redis, where agents read it: a state that changed is published until Redis has it.
///
/// Claimed states stay locked meanwhile, and a hash never goes back to an older revision, so that any number of relays may
/// be at it. What ends one in the middle has the state published again.
public struct CorrectionRelay: Sendable {
  private static let batchCountMax = 500

  private let postgres: PostgresPool
  private let publisher: CorrectionPublisher

  public init(postgres: PostgresPool, publisher: CorrectionPublisher) {
    self.postgres = postgres
    self.publisher = publisher
  }

  /// One batch.
  /// - Returns: how many states Redis has now.
  /// - Throws: the first refusal, after the others were noted.
  public func relayBatch() async throws -> Int {
    let (publishedCount, refusal) = try await postgres.transaction(retries: .never) { transaction in
      let rows = try await transaction.send(ClaimUnpublished(countMax: Self.batchCountMax))
      if rows.isEmpty { return (0, RedisError?.none) }
      let keysWithMap = rows.filter { $0.mapVersion != nil }.map(\.key)
      let maps = keysWithMap.isEmpty ? [] : try await transaction.send(ListMapsInForce(keysWithMap))
      let mapsByKey = Dictionary(maps.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
      let refusals = try await publisher.offer(rows.map { PublishedCorrection($0, map: mapsByKey[$0.key]) })
      let published = zip(rows, refusals).filter { $1 == nil }.map(\.0)
      _ = try await transaction.sendAndCommit(NotePublished(published))
      return (published.count, refusals.compactMap { $0 }.first)
    }
    if let refusal { throw refusal }
    return publishedCount
  }
}

extension PublishedCorrection {
  init(_ row: StateRow, map: MapRow? = nil) {
    self.init(
      tenantID: row.key.tenantID,
      actionType: row.key.actionType,
      revision: row.revision,
      confidenceScaling: row.state.correction.confidenceScaling,
      escalationThreshold: row.state.correction.escalationThreshold,
      version: row.state.version,
      verdict: row.state.verdict.rawValue,
      updatedAt: row.updatedAt,
      map: map.map { Map(version: $0.version, json: $0.map) }
    )
  }
}
