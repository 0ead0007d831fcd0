import EventFuzz
import EventModel
import Testing

@Suite struct DeadLetterReadingTests {
  private let stream = "t:\(SampleEntry.tenantText):events:deal.stage"

  private func letter(_ refusal: Refusal, of fields: [StreamField] = SampleEntry(.dealStage).fields) -> DeadLetter {
    DeadLetter(
      reading: DeadLetter.fields(
        original: fields,
        stream: stream,
        id: "1770814718123-0",
        refusal: refusal,
        retryCount: 0,
        at: SampleEntry.now,
        eventType: .dealStage
      )
    )
  }

  @Test("a letter that returns remembers when and why it was given up, the last ten times")
  func history() throws {
    var current = letter(.unknownStage(field: "data.to_stage"))
    #expect(current.history.isEmpty)
    for round in 1...12 {
      let refusal = Refusal.processingFailed(attempts: 4, cause: "SQLSTATE 23514")
      let fields = current.returned(
        to: stream,
        id: "1770814718123-0",
        refusal: refusal,
        at: SampleEntry.now + .hours(Int64(round)),
        eventType: .dealStage
      )
      let next = DeadLetter(reading: fields)
      #expect(next.original == current.original && next.retryCount == round && next.reason == .processingFailed)
      #expect(Set(fields.map(\.name)).count == fields.count)
      current = next
    }
    #expect(current.history.count == DeadLetter.historyCountMax)
    #expect(current.history.first?.timestamp == (SampleEntry.now + .hours(2)).rfc3339)
    #expect(current.history.last?.timestamp == (SampleEntry.now + .hours(11)).rfc3339)
    #expect(Set(current.history.map(\.reasonCode)) == ["processing_failed"])
    let first = letter(.unknownStage(field: "data.to_stage")).returned(
      to: stream,
      id: "1-0",
      refusal: .eventIDConflict(),
      at: SampleEntry.now,
      eventType: .dealStage
    )
    let text = try #require(first.last)
    #expect(
      text == StreamField("_dlq_history", #"[{"timestamp":"\#(SampleEntry.now.rfc3339)","reason":"invalid_field"}]"#)
    )
  }

  @Test(
    "a letter that lacks anything is read all the same",
    arguments: [
      [], [StreamField("_dlq_retry_count", "-3")], [StreamField("_dlq_retry_count", "99999999999999999999")],
      [StreamField("_dlq_history", "not json")], [StreamField("_dlq_history", #"[1,{"timestamp":1,"reason":"x"},{}]"#)],
      [StreamField(name: [0xFF], value: [0xFE]), StreamField("_dlq_history", #"{"timestamp":"a"}"#)],
    ]
  )
  func lenient(fields: [StreamField]) {
    let letter = DeadLetter(reading: fields)
    #expect(letter.originalID == nil && letter.reason == nil && letter.retryCount == 0 && letter.history.isEmpty)
    #expect(letter.original == DeadLetter.strip(fields))
  }

  @Test("the field at fault can be read from the sentence of each refusal that has one")
  func field() {
    for refusal in [Refusal.unknownStage(field: "data.to_stage"), .eventIDConflict()] {
      #expect(letter(refusal).field == refusal.field)
    }
    #expect(letter(.processingFailed(attempts: 4, cause: "x")).field == nil)
    for (entry, reason) in Self.refused {
      do throws(Refusal) {
        _ = try entry.decoded()
        Issue.record("\(reason) was not refused")
      } catch {
        #expect(error.reason == reason && error.field != nil)
        #expect(letter(error).field == error.field)
      }
    }
  }

  private static var refused: [(SampleEntry, RefusalReason)] {
    func changed(_ name: String, _ value: String) -> SampleEntry {
      var entry = SampleEntry(.dealStage)
      entry.fields = entry.fields.filter { $0.name != Array(name.utf8) } + [StreamField(name, value)]
      return entry
    }
    return [
      (changed("event_id", "x"), .invalidField), (changed("data", "{"), .invalidJSON),
      (changed("version", "2.0"), .unsupportedVersion), (changed("event_type", "agent.action"), .unknownEventType),
      (changed("timestamp", ""), .missingField), (changed("data", String(repeating: " ", count: 1 << 20)), .tooLarge),
    ]
  }

  @Test("every reason has a remedy, and those that a replay can heal say so")
  func remedies() {
    for reason in RefusalReason.allCases {
      let remedy = DeadLetterRemedy(reason: reason, error: "")
      #expect(!remedy.sentence.isEmpty && remedy.sentence.contains(remedy.step == .replay ? "replay" : "discard"))
    }
    #expect(letter(.unknownStage(field: "data.to_stage")).remedy.step == .replay)
    #expect(letter(Refusal(.invalidField, field: "data", message: "Field `data` is wrong.")).remedy.step == .republish)
    #expect(DeadLetterRemedy(reason: nil, error: "").sentence.contains("upgrade"))
  }

  @Test("letters with one cause are one group, with its first and last time; endless causes are counted together")
  func groups() throws {
    var groups = DeadLetterGroups()
    let stage = letter(.unknownStage(field: "data.to_stage"))
    for id in ["1-0", "2-0"] { groups.add(stage, key: "a:dlq", id: id, eventType: .dealStage) }
    let later = DeadLetter(
      reading: stage.returned(
        to: stream,
        id: "1-0",
        refusal: .unknownStage(field: "data.to_stage"),
        at: SampleEntry.now + .hours(1),
        eventType: .dealStage
      )
    )
    groups.add(later, key: "b:dlq", id: "3-0", eventType: .dealStage)
    groups.add(letter(.eventIDConflict()), key: "a:dlq", id: "4-0", eventType: .dealStage)
    #expect(groups.all.map(\.count) == [3, 1])
    let group = try #require(groups.all.first)
    #expect(group.field == "data.to_stage" && group.reasonCode == "invalid_field")
    #expect(group.firstTimestamp == SampleEntry.now.rfc3339)
    #expect(group.lastTimestamp == (SampleEntry.now + .hours(1)).rfc3339)
    #expect(group.exampleKey == "b:dlq" && group.exampleID == "3-0")
    for number in 0..<2000 {
      let fields = [StreamField("_dlq_fingerprint", "\(number)")]
      groups.add(DeadLetter(reading: fields), key: "a:dlq", id: "5-0", eventType: .dealStage)
    }
    #expect(groups.all.count == DeadLetterGroups.countMax)
    #expect(groups.otherCount == 2002 - DeadLetterGroups.countMax)
  }

  @Test("an entry's event and tenant can be read in each of its forms")
  func names() {
    let id = "6f1d3c3e-0000-4000-8000-00000000a001"
    let tenant = SampleEntry.tenantText
    let expected = (EventID(text: id), TenantID(text: tenant))
    for fields in [
      [StreamField("event_id", id), StreamField("tenant_id", tenant)],
      [StreamField("ce_id", id), StreamField("ce_tenantid", tenant)],
      [StreamField("cloudevent", #"{"id":"\#(id)","tenantid":"\#(tenant)"}"#)],
    ] {
      #expect(EntryNames(fields).eventID == expected.0 && EntryNames(fields).tenantID == expected.1)
    }
    let nobody = EntryNames([StreamField("event_id", "x"), StreamField("cloudevent", "{")])
    #expect(nobody.eventID == nil && nobody.tenantID == nil)
  }
}
