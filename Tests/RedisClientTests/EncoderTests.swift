import Testing

@testable import RedisClient

@Suite("RedisCommandEncoder")
struct EncoderTests {
  private static func id(_ sequence: UInt64) -> RedisStreamID { RedisStreamID(milliseconds: 5, sequence: sequence) }

  /// Each command beside its arguments, joined by spaces.
  private static let rows: [(any RedisCommand, String)] = [
    (Ping(), "PING"),
    (ServerInfo(), "INFO"),
    (ServerInfo(section: "memory"), "INFO memory"),
    (StringSet(key: "k", value: [UInt8]("v")), "SET k v"),
    (StringSet(key: "k", value: [UInt8]("v"), expiry: .microseconds(1), condition: .keyIsMissing), "SET k v PX 1 NX"),
    (Scan(), "SCAN 0"),
    (Scan(cursor: 9, pattern: "a*", count: 5, type: "stream"), "SCAN 9 MATCH a* COUNT 5 TYPE stream"),
    (StreamAdd(key: "s", fields: [RedisField("a", "b")]), "XADD s * a b"),
    (
      StreamAdd(key: "s", id: id(1), fields: [RedisField("a", "b")], trim: .length(10)),
      "XADD s MAXLEN ~ 10 5-1 a b"
    ),
    (StreamTrim(key: "s", .before(id(1), exactly: true)), "XTRIM s MINID = 5-1"),
    (
      StreamReadGroup(group: "g", consumer: "c", keys: ["s", "t"], count: 10, block: .seconds(2)),
      "XREADGROUP GROUP g c COUNT 10 BLOCK 2000 STREAMS s t > >"
    ),
    (
      StreamReadGroup(
        group: "g",
        consumer: "c",
        streams: [.init(key: "s", position: .pending(after: id(2))), .init(key: "t", position: .new)],
        block: .nanoseconds(1),
        acknowledges: true
      ),
      "XREADGROUP GROUP g c BLOCK 1 NOACK STREAMS s t 5-2 >"
    ),
    (StreamAcknowledge(key: "s", group: "g", ids: [id(1), id(2)]), "XACK s g 5-1 5-2"),
    (StreamClaim(key: "s", group: "g", consumer: "c", minimumIdle: .zero, ids: [id(1)]), "XCLAIM s g c 0 5-1"),
    (StreamPendingSummary(key: "s", group: "g"), "XPENDING s g"),
    (
      StreamPendingEntries(
        key: "s",
        group: "g",
        from: .excluding(id(1)),
        count: 10,
        minimumIdle: .milliseconds(5),
        consumer: "c"
      ),
      "XPENDING s g IDLE 5 (5-1 + 10 c"
    ),
    (StreamRange(key: "s", from: .excluding(id(1)), to: .including(id(2)), count: 3), "XRANGE s (5-1 5-2 COUNT 3"),
    (StreamRange(key: "s", from: .including(id(1)), order: .newestFirst), "XREVRANGE s + 5-1"),
    (StreamGroupCreate(key: "s", group: "g"), "XGROUP CREATE s g 0-0 MKSTREAM"),
    (StreamGroupCreate(key: "s", group: "g", position: .end, createsStream: false), "XGROUP CREATE s g $"),
  ]

  @Test("every command writes what the manual says", arguments: rows.indices)
  func golden(row: Int) throws {
    let (command, expected) = Self.rows[row]
    let arguments = expected.split(separator: " ").map { "$\($0.utf8.count)\r\n\($0)\r\n" }
    var encoder = RedisCommandEncoder()
    encoder.encode(command)
    #expect(String(decoding: encoder.bytes, as: UTF8.self) == "*\(arguments.count)\r\n" + arguments.joined())
  }

  @Test("commands follow each other, with counts of any number of digits")
  func sequence() {
    var encoder = RedisCommandEncoder()
    var expected = ""
    for count in [1, 9, 10, 11, 99, 100, 1001, 2] {
      encoder.encode(RawCommand(Array(repeating: "x", count: count)))
      expected += "*\(count)\r\n" + String(repeating: "$1\r\nx\r\n", count: count)
    }
    #expect(String(decoding: encoder.bytes, as: UTF8.self) == expected)
  }

  @Test("arguments are counted in bytes and may hold any")
  func binary() {
    var encoder = RedisCommandEncoder()
    encoder.encode(RawCommand([[UInt8]("é"), [0, 13, 10, 255], []]))
    #expect(encoder.bytes == [UInt8]("*3\r\n$2\r\né\r\n$4\r\n") + [0, 13, 10, 255] + [UInt8]("\r\n$0\r\n\r\n"))
  }

  @Test("a pipeline is cut by count and by bytes, and loses nothing")
  func flights() {
    var plan = RedisFlightPlan()
    for _ in 0..<2500 { plan.append(Ping()) }
    #expect(plan.flights().map(\.commandCount) == [1000, 1000, 500])
    let large = StringSet(key: "k", value: [UInt8](repeating: 0, count: 600_000))
    plan = RedisFlightPlan()
    for _ in 0..<5 { plan.append(large) }
    #expect(plan.flights().map(\.commandCount) == [2, 2, 1])
    #expect(RedisFlightPlan().flights().isEmpty)
  }

  @Test("a flight waits for all that its commands may block")
  func blockingTime() {
    var plan = RedisFlightPlan()
    for _ in 0..<2 {
      plan.append(StreamReadGroup(group: "g", consumer: "c", keys: ["s"], block: .seconds(2)))
      plan.append(Ping())
    }
    #expect(plan.flights().map(\.blockingTime) == [.seconds(4)])
  }

  @Test(
    "SHA-1 agrees with the published examples",
    arguments: [
      ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
      (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
    ]
  )
  func sha1(message: String, digest: String) {
    #expect(RedisScript(source: message).digest == digest)
  }
}
