import EventFuzz
import EventModel
import Testing

@Suite struct DeadLetterTests {
  private let refusal = Refusal.unknownStage(field: "data.to_stage")

  @Test("a letter holds the original fields, unchanged, and the contract's own")
  func letter() {
    let original =
      SampleEntry(.dealStage).fields + [
        StreamField("x", ""), StreamField("x", "again"), StreamField(name: [0xFF, 0], value: [0, 0xFF]),
        StreamField("_dlq_other", "kept"),
      ]
    let letter = letter(original, retryCount: 2)
    #expect(
      letter == original + [
        StreamField("_dlq_original_stream", "t:\(SampleEntry.tenantText):events:deal.stage"),
        StreamField("_dlq_original_id", "1770814718123-0"), StreamField("_dlq_reason", "invalid_field"),
        StreamField("_dlq_error", refusal.message), StreamField("_dlq_retry_count", "2"),
        StreamField("_dlq_timestamp", "2026-02-11T13:00:00.000000Z"),
        StreamField("_dlq_fingerprint", refusal.fingerprint(eventType: .dealStage)),
      ]
    )
    #expect(DeadLetter.strip(letter) == original)
  }

  @Test("a letter that fails again has each of its fields once")
  func again() {
    let original = SampleEntry(.dealStage).fields
    let again = letter(letter(original, retryCount: 0), retryCount: 1)
    #expect(again == letter(original, retryCount: 1))
    #expect(Set(again.map(\.name)).count == again.count)
  }

  @Test("a letter decodes as its original does")
  func decodes() throws {
    var entry = SampleEntry(.dealStage)
    let event = try entry.decoded()
    entry.fields = letter(entry.fields, retryCount: 0)
    #expect(try entry.decoded() == event)
  }

  @Test("a fingerprint is what it was: letters in the queue keep theirs")
  func fingerprintGolden() {
    #expect(refusal.fingerprint(eventType: .dealStage) == "cbadea96d2308988")
  }

  private func letter(_ original: [StreamField], retryCount: Int) -> [StreamField] {
    DeadLetter.fields(
      original: original,
      stream: "t:\(SampleEntry.tenantText):events:deal.stage",
      id: "1770814718123-0",
      refusal: refusal,
      retryCount: retryCount,
      at: SampleEntry.now,
      eventType: .dealStage
    )
  }
}
