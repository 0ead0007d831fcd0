import EventModel
import PostgresClient
import Resolution
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct EventStatementTests {
  @Test("an event is inserted once, and only what is new is returned")
  func once() async throws {
    try await TestStore.with { store in
      let events = try (0..<5).map { number throws(Refusal) in try Sample.action(number) }
      let first = try await store.worker.send(RecordEvents(Array(events[..<3]), recordedAt: Sample.now))
      #expect(Set(first) == Set(events[..<3].map(EventKey.init)))
      let second = try await store.worker.send(RecordEvents(events, recordedAt: Sample.now))
      #expect(Set(second) == Set(events[3...].map(EventKey.init)))
      #expect(try await store.worker.send(RecordEvents(events, recordedAt: Sample.now)).isEmpty)
      // The same id of another tenant is another event.
      let other = try Sample.action(0, tenant: 2)
      #expect(try await store.worker.send(RecordEvents([other], recordedAt: Sample.now)).count == 1)
    }
  }

  @Test("two connections with the same events in opposite order: each event is new to one of them")
  func concurrently() async throws {
    try await TestStore.with { store in
      let pool = store.worker
      for round in 0..<10 {
        let events = try (round * 100..<(round + 1) * 100).map { number throws(Refusal) in try Sample.action(number) }
        let new = try await withThrowingTaskGroup(of: [EventKey].self) { group in
          for part in [events, events.reversed(), events.shuffled()] {
            group.addTask { try await pool.send(RecordEvents(part, recordedAt: Sample.now)) }
          }
          return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(new.count == 100)
        #expect(Set(new) == Set(events.map(EventKey.init)))
      }
    }
  }

  @Test("an event whose insert is rolled back is new to the next")
  func rolledBack() async throws {
    struct Stop: Error {}
    try await TestStore.with { store in
      let event = try Sample.action(1)
      await #expect(throws: Stop.self) {
        try await store.worker.transaction { transaction in
          #expect(try await transaction.send(RecordEvents([event], recordedAt: Sample.now)).count == 1)
          throw Stop()
        }
      }
      #expect(try await store.worker.send(FindRecorded([event])).isEmpty)
      #expect(try await store.worker.send(RecordEvents([event], recordedAt: Sample.now)).count == 1)
    }
  }

  @Test("a recorded event is told apart from another with its id")
  func found() async throws {
    try await TestStore.with { store in
      let events = try [Sample.action(1), Sample.action(2)]
      _ = try await store.worker.send(RecordEvents(events, recordedAt: Sample.now))
      let asked = try [Sample.action(1), Sample.action(2, confidence: 0.6), Sample.action(3)]
      let found = try await store.worker.send(FindRecorded(asked))
      #expect(found.count == 2)
      for row in found { #expect(row.isSame == (row.key == EventKey(asked[0]))) }
    }
  }

  @Test("events come back to each of their conversations as the fold reads them")
  func loaded() async throws {
    try await TestStore.with { store in
      let stage = try Sample.stage(3, conversations: [1, 2, 3])
      let events = try [Sample.action(1), Sample.reply(2, conversation: 2), stage]
      _ = try await store.worker.send(RecordEvents(events, recordedAt: Sample.now), LinkConversations([stage]))
      let keys = [Sample.key(1, 3), Sample.key(1, 1), Sample.key(1, 2), Sample.key(2, 1)]
      var found: [Int: [String]] = [:]
      for row in try await store.worker.send(LoadEvents(keys.map { DatedConversation($0) })) {
        switch row.body {
        case .action(let action):
          #expect(action.eventID == Sample.eventID(1) && action.timestamp == Sample.now)
          #expect(action.actionID.text == Sample.eventID(1).description && action.predictedConfidence == 0.5)
          #expect(action.outcomeTypes == [.emailEngagement])
          found[row.index, default: []].append("action")
        case .reply(let reply):
          #expect(reply.eventID == Sample.eventID(2) && reply.replyType == .reply && reply.inReplyTo == nil)
          found[row.index, default: []].append("reply")
        case .stage(let stage):
          #expect(stage.eventID == Sample.eventID(3))
          #expect(stage.toStage.text == "evaluation" && stage.fromStage?.text == "discovery")
          found[row.index, default: []].append("stage")
        }
      }
      #expect(found.mapValues { $0.sorted() } == [0: ["stage"], 1: ["action", "stage"], 2: ["reply", "stage"]])
    }
  }
}
