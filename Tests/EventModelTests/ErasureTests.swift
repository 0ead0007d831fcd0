import EventModel
import Foundation
import Testing

@Suite struct ErasureTests {
  private static let tenant = TenantID(UUID(uuid: (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))

  private static func conversation(_ number: UInt8) -> ConversationID {
    ConversationID(UUID(uuid: (0xAB, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number)))
  }

  private static func event(_ type: EventType, _ data: String) throws -> Event {
    let envelope = Envelope(
      eventID: EventID(UUID(uuid: (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
      eventType: type,
      tenantID: tenant,
      timestamp: Timestamp(microseconds: 1_770_000_000_000_000)
    )
    let fields = EventEncoder.fields(of: envelope, dataText: Array(data.utf8))
    let decoder = EventDecoder(now: Timestamp(microseconds: 1_770_000_000_000_000))
    return try decoder.decode(fields, from: StreamContext(eventType: type, tenant: tenant))
  }

  @Test("the digest is the SHA-256 of both ids' bytes")
  func digest() {
    let digest = ErasureDigest(tenant: Self.tenant, conversation: Self.conversation(7))
    #expect(digest.bytes.count == 32 && digest.text.count == 64)
    #expect(digest == ErasureDigest(tenant: Self.tenant, id: Self.conversation(7).uuid))
    #expect(digest != ErasureDigest(tenant: Self.tenant, conversation: Self.conversation(8)))
    #expect(ErasureDigest(bytes: digest.bytes) == digest)
  }

  @Test("an event of one conversation is nothing without it, and itself without another")
  func alone() throws {
    let reply = try Self.event(.customerReply, "{\"conversation_state_id\":\"\(Self.conversation(1))\"}")
    #expect(reply.without([Self.conversation(1)]) == nil)
    #expect(reply.without([Self.conversation(2)]) == reply)
    let deal = try Self.event(
      .dealStage,
      "{\"conversation_state_id\":\"\(Self.conversation(1))\",\"to_stage\":\"stalled\"}"
    )
    #expect(deal.without([Self.conversation(1), Self.conversation(3)]) == nil)
  }

  @Test("however conversations are taken out of a deal, the same event is left", arguments: 1...50)
  func shared(seed: UInt64) throws {
    var generator = Steps(state: seed)
    let all = (1...6).map { Self.conversation(UInt8($0)) }
    let first = generator.next() % 2 == 0 ? all.randomElement(using: &generator) : nil
    let listed = all.shuffled(using: &generator).prefix(Int(generator.next() % 6))
    if first == nil, listed.isEmpty { return }
    // The case of an id doesn't matter, nor does one that is named twice.
    let list = (listed + listed.prefix(1)).map { id in
      generator.next() % 2 == 0 ? "\"\(id)\"" : "\"\(id.description.uppercased())\""
    }
    let data = """
      {\(first.map { "\"conversation_state_id\":\"\($0)\"," } ?? "")
      "conversation_state_ids":[\(list.joined(separator: ","))],"to_stage":"stalled","amount":1.50,"x":null}
      """
    let deal = try Self.event(.dealStage, data)
    let gone = Array(all.shuffled(using: &generator).prefix(Int(generator.next() % 5)))
    let together = deal.without(Set(gone))
    let oneByOne = gone.reduce(Optional(deal)) { $0?.without([$1]) }
    #expect(together?.digest == oneByOne?.digest && together?.data == oneByOne?.data, "seed \(seed)")
    let left = Set(deal.conversationIDs).subtracting(gone)
    #expect((together == nil) == left.isEmpty, "seed \(seed)")
    guard let together else { return }
    #expect(Set(together.conversationIDs) == left, "seed \(seed)")
    let decoded = try Self.event(.dealStage, String(decoding: together.dataText, as: UTF8.self))
    #expect(decoded.digest == together.digest && decoded.body == together.body, "seed \(seed)")
    for id in gone { #expect(!String(decoding: together.dataText, as: UTF8.self).lowercased().contains("\(id)")) }
  }

  @Test("ids are found wherever they stand, in either case, and up to a number")
  func search() {
    let ids = (1...3).map { Self.conversation($0).description }
    let fields = [
      StreamField("data", "{\"broken\": \"\(ids[0]),\(ids[1].uppercased())"), StreamField("x-\(ids[2])", ""),
      StreamField("other", "ab000000-0000-4000-8000-00000000000g ab000000_0000-4000-8000-000000000001 ----"),
    ]
    #expect(Set(UUIDSearch.find(in: fields, countMax: 10).map { ConversationID($0).description }) == Set(ids))
    #expect(UUIDSearch.find(in: fields, countMax: 2).count == 2)
    #expect(UUIDSearch.find(in: [], countMax: 2).isEmpty)
  }
}

/// Numbers that look random, and are the same for the same beginning.
private struct Steps: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) | (state << 31)
  }
}
