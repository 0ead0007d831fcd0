import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct EventPublisherTests {
  @Test("entries arrive in their order, each in its stream, with their bytes")
  func order() async throws {
    try await TestStreams.with { streams in
      let keys = [StreamKey(.agentAction, tenant: tenant(1)), StreamKey(.customerReply, tenant: tenant(2))]
      let entries = (0..<2000).map { number in
        EventPublisher.Entry(key: keys[number % 2], fields: [StreamField("n", "\(number)")])
      }
      try await EventPublisher(redis: streams.redis).publish(entries)
      for (remainder, key) in keys.enumerated() {
        let found = try await streams.redis.send(StreamRange(key: key.text)).map(\.fields)
        #expect(found == (0..<1000).map { [RedisField("n", "\($0 * 2 + remainder)")] })
      }
    }
  }

  @Test("the first refusal is thrown")
  func refusal() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      _ = try await streams.redis.send(RawCommand(["SET", key.text, "no stream"]))
      await #expect(throws: RedisError.self) {
        try await EventPublisher(redis: streams.redis).publish([.init(key: key, fields: [StreamField("n", "1")])])
      }
    }
  }
}
