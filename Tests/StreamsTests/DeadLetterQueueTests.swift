import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct DeadLetterQueueTests {
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
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      for number in 0..<burials {
        let outcomes = try await queue.bury([.init(entry: entry, refusal: refusal)], at: now)
        #expect(outcomes == [number == 0 ? .buried : .known])
      }
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await streams.redis.send(StreamRange(key: key.text)).map(\.fields) == [fields])
      let letters = try await streams.redis.send(StreamRange(key: key.deadLetterText))
      for letter in letters {
        #expect(letter[DeadLetter.originalIDField] == Array(id.description.utf8))
        #expect(letter[DeadLetter.originalStreamField] == Array(key.text.utf8))
        #expect(letter[DeadLetter.reasonField] == Array("invalid_field".utf8))
        #expect(try await streams.index(of: key) == [id: letter.id])
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
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      #expect(try await queue.bury(entries.map { .init(entry: $0, refusal: refusal) }, at: now) == [.notOwned])
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 0)
    }
  }

  /// Few fields go by a script, many by a transaction.
  @Test("a robbed worker buries nothing", arguments: [1, 4000])
  func robbed(fieldCount: Int) async throws {
    try await TestStreams.with { streams in
      let fields = (0..<fieldCount).map { RedisField("name\($0)", "value") }
      let id = try await streams.redis.send(StreamAdd(key: key.text, fields: fields))
      var slow = try await streams.reader("slow")
      let entry = try #require(try await slow.next(block: .milliseconds(10)).first)
      let claims = EntryClaims(group: .outcomeWorkers, redis: streams.redis)
      let taken = try await claims.claimAll([PendingEntry(entry)], for: "thief")
      #expect(taken.map(\.id) == [id])
      let burial = DeadLetterQueue.Burial(entry: entry, refusal: refusal)
      let robbed = DeadLetterQueue(group: .outcomeWorkers, consumer: "slow", redis: streams.redis)
      #expect(try await robbed.bury([burial], at: now) == [.notOwned])
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 0)
      #expect(try await streams.index(of: key) == [:])
      #expect(try await streams.pendingByConsumer(key.text) == ["thief": 1])
      let owner = DeadLetterQueue(group: .outcomeWorkers, consumer: "thief", redis: streams.redis)
      #expect(try await owner.bury([burial], at: now) == [.buried])
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 1)
      #expect(try await streams.pendingCount(key.text) == 0)
    }
  }

  /// With the index, without it (letters of an earlier release), and where the letter was taken out by hand.
  @Test(
    "a group that was made again at 0 buries nothing twice",
    arguments: [1, 4000],
    ["index", "no index", "no letter"]
  )
  func groupMadeAgain(fieldCount: Int, state: String) async throws {
    try await TestStreams.with { streams in
      let fields = (0..<fieldCount).map { RedisField("name\($0)", "value") }
      for _ in 0..<3 { _ = try await streams.redis.send(StreamAdd(key: key.text, fields: fields)) }
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      #expect(try await buryAll(streams, queue) == [.buried, .buried, .buried])
      let index = try await streams.index(of: key)
      switch state {
      case "no index": _ = try await streams.redis.send(KeyDelete(keys: [key.deadLetterIndexText]))
      case "no letter":
        _ = try await streams.redis.send(
          StreamDelete(key: key.deadLetterText, ids: try #require(index.values.min().map { [$0] }))
        )
      default: break
      }
      _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue))
      let again = try await buryAll(streams, queue)
      #expect(again == (state == "no letter" ? [.buried, .known, .known] : [.known, .known, .known]))
      let letters = try await streams.redis.send(StreamRange(key: key.deadLetterText))
      #expect(letters.count == 3)
      #expect(Set(try await streams.index(of: key).values) == Set(letters.map(\.id)))
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await streams.redis.send(KeyExists(keys: ["\(key.deadLetterIndexText):building"])) == 0)
    }
  }

  @Test("an id that a new stream gives to another entry makes a letter of its own", arguments: [1, 4000])
  func reusedID(fieldCount: Int) async throws {
    try await TestStreams.with { streams in
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      let id = RedisStreamID(milliseconds: 5, sequence: 0)
      for value in ["first", "second"] {
        let fields = (0..<fieldCount).map { RedisField("name\($0)", value) }
        _ = try await streams.redis.send(StreamAdd(key: key.text, id: id, fields: fields))
        #expect(try await buryAll(streams, queue) == [.buried])
        _ = try await streams.redis.send(KeyDelete(keys: [key.text]))
      }
      let letters = try await streams.redis.send(StreamRange(key: key.deadLetterText))
      #expect(letters.count == 2)
      #expect(try await streams.index(of: key) == [id: try #require(letters.last).id])
    }
  }

  @Test("a key of a wrong type fails the burial and changes nothing", arguments: [1, 4000])
  func wrongType(fieldCount: Int) async throws {
    try await TestStreams.with { streams in
      let fields = (0..<fieldCount).map { RedisField("name\($0)", "value") }
      _ = try await streams.redis.send(StreamAdd(key: key.text, fields: fields))
      _ = try await streams.redis.send(StringSet(key: key.deadLetterIndexText, value: [1]))
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      await #expect(throws: RedisError.self) { try await buryAll(streams, queue) }
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 0)
      #expect(try await streams.pendingCount(key.text) == 1)
    }
  }

  @Test("a burial that is refused keeps none of the others back, and each is answered")
  func refusedAmongOthers() async throws {
    try await TestStreams.with { streams in
      let keys = (1...3).map { StreamKey(.agentAction, tenant: tenant($0)) }
      for key in keys { try await streams.add(0..<2, to: key.text) }
      _ = try await streams.redis.send(StringSet(key: keys[1].deadLetterText, value: [1]))
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      let results = await queue.buryEach(entries.map { .init(entry: $0, refusal: refusal) }, at: now)
      #expect(results.count == 6)
      for (entry, result) in zip(entries, results) {
        switch result {
        case .success(let outcome): #expect(outcome == .buried && entry.key != keys[1])
        case .failure(let error): #expect(error.code == .server("WRONGTYPE") && entry.key == keys[1])
        }
      }
      #expect(try await streams.pendingCount(keys[0].text) == 0)
      #expect(try await streams.pendingCount(keys[1].text) == 2)
    }
  }

  private func buryAll(
    _ streams: TestStreams,
    _ queue: DeadLetterQueue
  ) async throws -> [DeadLetterQueue.Outcome] {
    var reader = try await streams.reader("reader")
    let entries = try await reader.next(block: .milliseconds(10))
    return try await queue.bury(entries.map { .init(entry: $0, refusal: refusal) }, at: now)
  }
}
