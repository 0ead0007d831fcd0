import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ClaimTests {
  @Test("a conversation that another transaction holds is busy, not waited for, and free afterwards")
  func conversations() async throws {
    try await TestStore.with { store in
      let keys = (1...4).map { Sample.key(1, $0) }
      _ = try await store.worker.send(EnterConversations(keys.map { DatedConversation($0) }))
      try await store.worker.transaction { holder in
        #expect(Set(try await holder.send(ClaimConversations(keys[..<2])).map(\.key)) == Set(keys[..<2]))
        try await store.worker.transaction { other in
          let free = try await other.send(ClaimConversations(keys))
          #expect(Set(free.map(\.key)) == Set(keys[2...]))
        }
      }
      #expect(try await store.worker.send(ClaimConversations(keys)).count == 4)
    }
  }

  @Test("a conversation that isn't registered can't be claimed; registering twice is harmless")
  func unregistered() async throws {
    try await TestStore.with { store in
      let key = Sample.key(1, 1)
      #expect(try await store.worker.send(ClaimConversations([key])).isEmpty)
      _ = try await store.worker.send(EnterConversations([DatedConversation(key)]))
      _ = try await store.worker.send(EnterConversations([DatedConversation(key)]))
      #expect(try await store.worker.send(ClaimConversations([key])).map(\.key) == [key])
    }
  }

  @Test("who enters conversations holds those that are new and those that are free")
  func entering() async throws {
    try await TestStore.with { store in
      let keys = (1...4).map { Sample.key(1, $0) }
      _ = try await store.worker.send(EnterConversations(keys[..<2].map { DatedConversation($0) }))
      try await store.worker.transaction { holder in
        _ = try await holder.send(ClaimConversations(keys[..<1]))
        try await store.worker.transaction { other in
          let entered = try await other.send(EnterConversations(keys.map { DatedConversation($0) }))
          #expect(Set(entered.map(\.key)) == Set(keys[1...]))
          let free = try await store.worker.send(ClaimConversations(keys))
          #expect(free.isEmpty)
        }
      }
    }
  }

  @Test("a mark is claimed by one, a later mark of the same conversation stays")
  func marks() async throws {
    try await TestStore.with { store in
      let key = Sample.key(1, 1)
      _ = try await store.worker.send(MarkDue([key], reason: .busy, since: Sample.now))
      try await store.worker.transaction { transaction in
        let claimed = try await transaction.send(ClaimDue(countMax: 10))
        #expect(claimed.map(\.key) == [key])
        // Marking never waits for whoever folds.
        _ = try await store.worker.send(MarkDue([key], reason: .label, since: Sample.now))
        try await store.worker.transaction { other in
          let others = try await other.send(ClaimDue(countMax: 10))
          #expect(others.count == 1 && others.first?.dueID != claimed.first?.dueID)
        }
        _ = try await transaction.send(ForgetDue(claimed))
      }
      let left = try await store.worker.send(ClaimDue(countMax: 10))
      #expect(left.count == 1)
      #expect(try await store.worker.send(FindDueMarks([key])).map(\.reason) == [.label])
    }
  }

  @Test("outbox rows are published by one relay at a time, whatever the order of their commits")
  func outbox() async throws {
    try await TestStore.with { store in
      let message = { (number: Int) in
        OutboxMessage(
          tenantID: Sample.tenant(1),
          eventID: Sample.eventID(number),
          eventType: .calibrationUpdated,
          occurredAt: Sample.now,
          data: "{}"
        )
      }
      try await store.worker.transaction { late in
        _ = try await late.send(AppendOutbox([message(1)]))
        _ = try await store.worker.send(AppendOutbox([message(2), message(3)]))
        try await store.worker.transaction { relay in
          let claimed = try await relay.send(ClaimOutbox(countMax: 10))
          #expect(Set(claimed.flatMap(\.messages).map(\.eventID)) == [Sample.eventID(2), Sample.eventID(3)])
          #expect(try await store.worker.send(ClaimOutbox(countMax: 10)).isEmpty)
          _ = try await relay.send(ForgetOutbox(claimed))
        }
      }
      // Its id is smaller than those that are gone.
      let left = try await store.worker.send(ClaimOutbox(countMax: 10))
      #expect(left.flatMap(\.messages).map(\.eventID) == [Sample.eventID(1)])
    }
  }
}
