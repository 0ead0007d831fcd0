import Attribution
import EventModel
import PostgresClient
import Resolution
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConversionTests {
  private func change(_ conversation: Int, signal: Int, touches: [Int32], model: AttributionModel = .linear)
    -> ConversionChange
  {
    ConversionChange(
      conversation: Sample.key(1, conversation),
      conversion: Conversion(
        signalEventID: Sample.eventID(signal),
        model: model,
        touches: touches.enumerated().map { index, micros in
          .init(actionEventID: Sample.eventID(1000 + signal * 10 + index), creditMicros: micros)
        }
      )
    )
  }

  @Test("conversions with paths of different lengths are written together and come back as they were")
  func roundTrip() async throws {
    try await TestStore.with { store in
      let changes = [
        change(1, signal: 1, touches: [1_000_000]), change(1, signal: 2, touches: [333_334, 333_333, 333_333]),
        change(2, signal: 3, touches: [0, 1_000_000], model: .lastTouch),
        change(3, signal: 4, touches: Array(repeating: 50_000, count: 20)),
      ]
      _ = try await store.worker.send(PutConversions(changes))
      let keys = (1...3).map { Sample.key(1, $0) }
      let rows = try await store.worker.send(LoadConversions(keys))
      let found = Dictionary(grouping: rows, by: \.index).mapValues { Set($0.map(\.conversion)) }
      #expect(found[0] == Set(changes[..<2].map(\.conversion)))
      #expect(found[1] == [changes[2].conversion])
      #expect(found[2] == [changes[3].conversion])
    }
  }

  @Test("a conversion that changes is replaced whole, and one that goes leaves no credits")
  func replaced() async throws {
    try await TestStore.with { store in
      _ = try await store.worker.send(PutConversions([change(1, signal: 1, touches: [500_000, 500_000])]))
      let shorter = change(1, signal: 1, touches: [1_000_000], model: .firstTouch)
      _ = try await store.worker.send(PutConversions([shorter, change(1, signal: 2, touches: [1_000_000])]))
      var found = try await store.worker.send(LoadConversions([Sample.key(1, 1)])).map(\.conversion)
      #expect(Set(found) == [shorter.conversion, change(1, signal: 2, touches: [1_000_000]).conversion])
      let deletion = (conversation: Sample.key(1, 1), signal: Sample.eventID(2))
      _ = try await store.worker.send(DeleteConversions([deletion]))
      found = try await store.worker.send(LoadConversions([Sample.key(1, 1)])).map(\.conversion)
      #expect(found == [shorter.conversion])
    }
  }

  @Test("the view of credits has a line for each touch, with its position from 1 and their number")
  func view() async throws {
    try await TestStore.with { store in
      _ = try await store.worker.send(
        PutConversions([
          change(1, signal: 1, touches: [300_000, 0, 700_000]), change(2, signal: 2, touches: [1_000_000]),
        ])
      )
      let lines = try await store.execute(
        """
        SELECT conversation_state_id, position, touches, credit_micros, model, action_event_id
        FROM learning.attribution_credits ORDER BY signal_event_id, position
        """
      )
      let (one, two) = (Sample.conversation(1), Sample.conversation(2))
      #expect(
        lines == """
          \(one)|1|3|300000|linear|\(Sample.eventID(1010))
          \(one)|2|3|0|linear|\(Sample.eventID(1011))
          \(one)|3|3|700000|linear|\(Sample.eventID(1012))
          \(two)|1|1|1000000|linear|\(Sample.eventID(1020))
          """
      )
    }
  }

  @Test("credits that don't sum to a million are found")
  func broken() async throws {
    try await TestStore.with { store in
      _ = try await store.worker.send(
        PutConversions([change(1, signal: 1, touches: [300_000]), change(2, signal: 2, touches: [1_000_000])])
      )
      let found = try await store.worker.send(FindBrokenConversions(countMax: 5))
      #expect(found.map(\.signal) == [Sample.eventID(1)] && found.first?.count == 1)
    }
  }
}
