import EventFuzz
import EventModel
import Foundation
import TestSupport
import Testing

/// Whatever arrives, decoding ends in an event or a refusal; what is taken survives its own encoding.
@Suite struct FuzzTests {
  private static let entryCount = 40_000

  @Test("mutated entries give an event or a refusal, and events survive", arguments: [1 as UInt64, 2, 3])
  func mutatedEntries(seed: UInt64) throws {
    var mutator = EntryMutator(seed: seed)
    var takenCount = 0
    var reasons: Set<RefusalReason> = []
    for round in 0..<Self.entryCount {
      let entry = mutator.entry()
      do throws(Refusal) {
        let event = try entry.decoded()
        takenCount += 1
        try expectSurvival(of: event, from: entry, "seed \(seed), round \(round)")
      } catch {
        reasons.insert(error.reason)
        if !error.message.hasSuffix(".") { Issue.record("seed \(seed), round \(round): \(error.message)") }
      }
    }
    // A generator that only makes rubbish, or nothing wrong, would test nothing.
    #expect(takenCount > Self.entryCount / 20, "seed \(seed)")
    #expect(takenCount < Self.entryCount * 19 / 20, "seed \(seed)")
    #expect(
      reasons.isSuperset(of: [.missingField, .invalidField, .invalidJSON, .tooLarge, .unknownEventType]),
      "seed \(seed)"
    )
  }

  @Test("mutated lines give an import or a refusal", arguments: [4 as UInt64])
  func mutatedLines(seed: UInt64) {
    var mutator = EntryMutator(seed: seed)
    for round in 0..<20_000 {
      let line = mutator.line()
      do throws(Refusal) {
        _ = try ImportLine.parse(line)
      } catch {
        if error.message.isEmpty { Issue.record("seed \(seed), round \(round)") }
      }
    }
  }

  @Test("random bytes are JSON exactly when Foundation says so", arguments: [5 as UInt64, 6])
  func randomBytes(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let alphabet = Array("{}[]\",:0123456789.eE+-truefalsn\\ud8ab \n".utf8) + [0x1F, 0x80, 0xC3, 0xA9, 0xFF]
    var takenCount = 0
    for round in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      do throws(JSONParsingError) {
        let value = try JSONParser.parse(bytes)
        takenCount += 1
        #expect(
          isJSONToFoundation(bytes) || holdsNumberBeyondDoubles(value),
          "seed \(seed), round \(round), \(bytes)"
        )
        #expect(try JSONParser.parse(JSONWriter.compact(value)) == value, "seed \(seed), round \(round)")
      } catch {
        let isOurs = error.code != .malformed
        #expect(isOurs || !isJSONToFoundation(bytes), "seed \(seed), round \(round), \(bytes)")
      }
    }
    #expect(takenCount > 500, "seed \(seed)")
  }

  /// Foundation refuses these; PostgreSQL's jsonb doesn't.
  private func holdsNumberBeyondDoubles(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): number.double.isInfinite
    case .array(let elements): elements.contains(where: holdsNumberBeyondDoubles)
    case .object(let members): members.map(\.value).contains(where: holdsNumberBeyondDoubles)
    case .null, .bool, .string: false
    }
  }

  private func isJSONToFoundation(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      return true
    } catch {
      return false
    }
  }

  private func expectSurvival(of event: Event, from entry: SampleEntry, _ comment: Comment) throws(Refusal) {
    var encoded = entry
    encoded.fields = EventEncoder.fields(of: event.envelope, data: event.data)
    let again = try encoded.decoded()
    if again != event || again.digest != event.digest { Issue.record(comment) }
  }
}
