import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct DeadLetterQueueTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))
  private let refusal = Refusal(.invalidField, field: "data", message: "data is not what it should be")
  private let now = Timestamp(microseconds: 1_770_000_000_000_000)

  /// Adds an entry, has it delivered, buries it as often as asked, and returns its letters.
  private func letters(of fields: [RedisField], burials: Int = 1) async throws -> [RedisStreamEntry] {
    try await TestStreams.with { streams in
      let id = try await streams.redis.send(StreamAdd(key: key.text, fields: fields))
      var reader = try await streams.reader("reader")
      let entry = try #require(try await reader.next(block: .milliseconds(10)).first)
      #expect(entry.id == id)
      let queue = DeadLetterQueue(group: .outcomeWorkers, redis: streams.redis)
      for _ in 0..<burials { try await queue.bury([.init(entry: entry, refusal: refusal)], at: now) }
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await streams.redis.send(StreamRange(key: key.text)).map(\.fields) == [fields])
      let letters = try await streams.redis.send(StreamRange(key: key.deadLetterText))
      for letter in letters {
        #expect(letter[DeadLetter.originalIDField] == Array(id.description.utf8))
        #expect(letter[DeadLetter.originalStreamField] == Array(key.text.utf8))
        #expect(letter[DeadLetter.reasonField] == Array("invalid_field".utf8))
      }
      return letters
    }
  }

  @Test("an entry is moved and acknowledged in one step, with its reason, and stays in its stream")
  func moved() async throws {
    let fields = [RedisField("event_id", "x"), RedisField("data", "{}")]
    let letter = try #require(try await letters(of: fields).first?.fields)
    #expect(letter.prefix(2) == fields[...])
    #expect(letter.count == fields.count + 7)
  }

  @Test("the original bytes are unchanged: invalid UTF-8, NUL, repeated and empty names")
  func bytes() async throws {
    let fields = [
      RedisField(name: [0xFF, 0xFE, 0], value: [0xC3, 0x28]), RedisField("data", "1"), RedisField("data", "2"),
      RedisField(name: [], value: []),
    ]
    let letter = try #require(try await letters(of: fields).first?.fields)
    #expect(Array(letter.prefix(fields.count)) == fields)
  }

  @Test("8 MB are moved whole")
  func large() async throws {
    let fields = [RedisField(name: Array("data".utf8), value: Array(repeating: 0x7B, count: 8 << 20))]
    #expect(try await letters(of: fields).first?.fields?.first == fields[0])
  }

  @Test("burying twice makes one letter")
  func twice() async throws {
    #expect(try await letters(of: [RedisField("n", "1")], burials: 2).count == 1)
  }

  @Test("an entry with 10,000 fields is moved whole, and once", arguments: [2993, 2994, 10_000])
  func manyFields(count: Int) async throws {
    let fields = (0..<count).map { RedisField("name\($0)", "value\($0)") }
    let letters = try await letters(of: fields, burials: 2)
    #expect(letters.count == 1)
    #expect(letters.first?.fields.map { Array($0.prefix(count)) } == fields)
  }

  @Test("an entry that another consumer acknowledged meanwhile makes no letter")
  func settledElsewhere() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<1, to: key.text)
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      reader.acknowledge(entries)
      try await reader.flush()
      let queue = DeadLetterQueue(group: .outcomeWorkers, redis: streams.redis)
      try await queue.bury(entries.map { .init(entry: $0, refusal: refusal) }, at: now)
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 0)
    }
  }
}
