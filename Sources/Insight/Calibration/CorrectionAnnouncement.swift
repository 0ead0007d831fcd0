public import PostgresClient
public import RedisClient
import Store
import Streams

/// Shows agents at once what a person decided; where Redis is away, the relays do it as soon as it is back.
public enum CorrectionAnnouncement {
  public static func publish(from postgres: PostgresPool, to redis: RedisConnection) async throws {
    let relay = CorrectionRelay(postgres: postgres, publisher: CorrectionPublisher(redis: redis))
    while try await relay.relayBatch() > 0 {}
  }
}
