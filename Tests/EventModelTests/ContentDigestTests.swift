import EventFuzz
import EventModel
import Testing

@Suite struct ContentDigestTests {
  private static let instant = Timestamp(microseconds: 1_770_814_718_123_456)

  @Test("another spelling of the payload has the same digest", arguments: [61 as UInt64, 62])
  func spelling(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    for round in 0..<1000 {
      let data = generator.object()
      let respelled = try JSONParser.parse(Array(generator.respelled(data).utf8))
      #expect(digest(data) == digest(respelled), "seed \(seed), round \(round)")
      let other = generator.object()
      #expect((data == other) <= (digest(data) == digest(other)), "seed \(seed), round \(round)")
    }
  }

  @Test(
    "equal by value, equal digest",
    arguments: [
      ("{\"a\":1,\"b\":2}", " { \"b\" : 2.0 , \"a\" : 10e-1 } "), ("{\"a\":null}", "{}"), ("{\"a\":\"\"}", "{}"),
      ("{\"a\":\"\\u00e9\"}", "{\"a\":\"é\"}"), ("{\"a\":0}", "{\"a\":-0.0}"), ("{\"a\":1,\"a\":2}", "{\"a\":2}"),
      (
        "{\"conversation_state_id\":\"C0FFEE00-1111-4222-8333-444455556666\"}",
        "{\"conversation_state_id\":\"c0ffee00-1111-4222-8333-444455556666\"}"
      ),
      (
        "{\"conversation_state_ids\":[\"C0FFEE00-1111-4222-8333-444455556666\"]}",
        "{\"conversation_state_ids\":[\"c0ffee00-1111-4222-8333-444455556666\"]}"
      ),
    ]
  )
  func equal(left: String, right: String) throws {
    #expect(try digest(left) == digest(right))
  }

  @Test(
    "different by value, different digest",
    arguments: [
      ("{\"a\":1}", "{\"a\":2}"), ("{\"a\":1}", "{\"b\":1}"), ("{\"a\":1}", "{\"a\":\"1\"}"),
      ("{\"a\":[1,2]}", "{\"a\":[2,1]}"),
      ("{\"a\":{\"b\":null}}", "{\"a\":{}}"), ("{\"a\":[null]}", "{\"a\":[]}"), ("{\"a\":[]}", "{}"),
      ("{\"a\":{}}", "{}"),
      ("{\"a\":false}", "{}"), ("{\"a\":0}", "{}"), ("{\"a\":\"\u{E9}\"}", "{\"a\":\"e\u{301}\"}"),
      ("{\"a\":9007199254740993}", "{\"a\":9007199254740992}"), ("{\"a\":\"X\"}", "{\"a\":\"x\"}"),
      ("{\"a\":\"1,2\"}", "{\"a\":\"1\",\"b\":\"2\"}"), ("{\"a\":true}", "{\"a\":1}"), ("{\"a\":\" \"}", "{}"),
    ]
  )
  func different(left: String, right: String) throws {
    #expect(try digest(left) != digest(right))
  }

  @Test("type and instant count, to the microsecond")
  func typeAndInstant() {
    let data = JSONValue.object([])
    let one = ContentDigest(eventType: .dealStage, timestamp: Self.instant, data: data)
    #expect(one != ContentDigest(eventType: .customerReply, timestamp: Self.instant, data: data))
    let later = Timestamp(microseconds: Self.instant.microseconds + 1)
    #expect(one != ContentDigest(eventType: .dealStage, timestamp: later, data: data))
  }

  @Test("the same instant under another offset is the same event; another envelope is no other content")
  func instants() throws {
    let sample = SampleEntry(.dealStage)
    let digest = try sample.decoded().digest
    #expect(try sample.setting("timestamp", "2026-02-11T13:58:38.1234569+01:00").decoded().digest == digest)
    #expect(try sample.setting("priority", "low").decoded().digest == digest)
    #expect(try sample.setting("timestamp", "2026-02-11T12:58:38.123455Z").decoded().digest != digest)
  }

  @Test("a digest survives its bytes, and only 16 of them")
  func bytes() throws {
    let digest = try SampleEntry(.dealStage).decoded().digest
    #expect(digest.bytes.count == 16)
    #expect(ContentDigest(bytes: digest.bytes) == digest)
    #expect(ContentDigest(bytes: digest.bytes.dropLast()) == nil)
    #expect(ContentDigest(bytes: digest.bytes + [0]) == nil)
  }

  @Test("the digest is what it was: stored ones must keep their meaning")
  func golden() throws {
    let data = try JSONParser.parse(Array("{\"b\":[1.50,true,null],\"a\":\"é\\n\",\"none\":null}".utf8))
    // SHA-256 of `deal.stage`, NUL, the microseconds as 8 bytes (big-endian), `{"a":"é\n","b":[15e-1,true,null]}`.
    let expected: [UInt8] = [
      0x30, 0x4E, 0x73, 0x86, 0x72, 0x11, 0x26, 0x68, 0xA3, 0xF0, 0xDB, 0x68, 0x3B, 0xA5, 0xE7, 0x6D,
    ]
    #expect(ContentDigest(eventType: .dealStage, timestamp: Self.instant, data: data).bytes == expected)
  }

  private func digest(_ text: String) throws -> ContentDigest {
    digest(try JSONParser.parse(Array(text.utf8)))
  }

  private func digest(_ data: JSONValue) -> ContentDigest {
    ContentDigest(eventType: .dealStage, timestamp: Self.instant, data: data)
  }
}

extension Bool {
  /// Implication: what holds on the left must hold on the right.
  fileprivate static func <= (left: Bool, right: Bool) -> Bool { !left || right }
}
