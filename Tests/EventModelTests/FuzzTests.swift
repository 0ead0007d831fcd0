import EventModel
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

  @Test("random bytes never pass for JSON that Foundation's strict reader refuses", arguments: [5 as UInt64])
  func randomBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("{}[]\",:0123456789.eE+-truefalsn\\ud8ab \n".utf8) + [0, 0x1F, 0x80, 0xC3, 0xA9, 0xFF]
    for round in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      guard let value = try? JSONParser.parse(bytes) else { continue }
      let again = try JSONParser.parse(JSONWriter.compact(value))
      #expect(again == value, "seed \(seed), round \(round)")
    }
  }

  private func expectSurvival(of event: Event, from entry: SampleEntry, _ comment: Comment) throws(Refusal) {
    var encoded = entry
    encoded.fields = EventEncoder.fields(of: event.envelope, data: event.data)
    let again = try encoded.decoded()
    if again != event || again.digest != event.digest { Issue.record(comment) }
  }
}
