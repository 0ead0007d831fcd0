import EventFuzz
import EventModel
import Foundation
import TestSupport
import Testing

@Suite struct IdentifierTests {
  @Test("UUIDv5 gives the example of RFC 9562, appendix A.4")
  func version5Golden() throws {
    let namespace = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    #expect(UUID(namespace: namespace, name: "www.example.com").lowercaseText == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  @Test(
    "outcome ids are those that anyone can compute",
    arguments: [
      (.emailEngagement, "13bced2f-181f-56b4-bd44-b4889ba736a5"),
      (.meetingOutcome, "05007b8a-31c9-5c60-94de-f7a3050afbdf"),
      (.escalationResult, "01164f2f-374f-5071-a4bd-eadfa65e422e"),
      (.dealProgression, "d9c08ad7-b148-5b69-8065-1b99db62e5eb"),
    ] as [(OutcomeType, String)]
  )
  func outcomeIDs(type: OutcomeType, expected: String) throws {
    // From Python's uuid.uuid5(tenant, f"{event_id}/{outcome_type}").
    let tenant = try #require(TenantID(text: SampleEntry.tenantText))
    let action = try #require(EventID(text: SampleEntry.eventText.uppercased()))
    #expect(OutcomeID(tenant: tenant, action: action, type: type).description == expected)
  }

  @Test("UUIDs have one form of text, in either case", arguments: [71 as UInt64])
  func textForm(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<2000 {
      let high = generator.next()
      let low = generator.next()
      let bytes = [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (8 * $0)) } }
      let uuid = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
      #expect(uuid.lowercaseText == uuid.uuidString.lowercased(), "seed \(seed)")
      #expect(EventID(text: uuid.uuidString)?.uuid == uuid, "seed \(seed)")
      #expect(EventID(text: uuid.lowercaseText)?.uuid == uuid, "seed \(seed)")
    }
    for text in [
      "", "x", SampleEntry.eventText + "0", String(SampleEntry.eventText.dropLast()),
      "urn:uuid:" + SampleEntry.eventText,
    ] {
      #expect(EventID(text: text) == nil)
    }
    for index in SampleEntry.eventText.indices {
      var broken = SampleEntry.eventText
      broken.replaceSubrange(index...index, with: broken[index] == "-" ? "0" : "g")
      #expect(EventID(text: broken) == nil)
    }
  }

  @Test("ids sort as their lower-case text does, texts by their scalars")
  func order() throws {
    let texts = [
      "00000000-0000-4000-8000-000000000000", "0000000a-0000-4000-8000-000000000000",
      "A0000000-0000-4000-8000-000000000000",
    ]
    let identifiers = try texts.map { try #require(EventID(text: $0)) }
    #expect(identifiers.shuffled().sorted() == identifiers)
    #expect(ActionType("\u{E9}") != ActionType("e\u{301}"))
    #expect(ActionType("e\u{301}") < ActionType("\u{E9}"))
    #expect(Set([ActionType("\u{E9}"), ActionType("e\u{301}")]).count == 2)
  }
}
