import EventModel
import PostgresClient
import SettingModel
import Store
import Testing

/// The statements of months and of retention.
extension EveryStatementTests {
  /// Over the rows of the roll-ups' tenant, whose only action was answered.
  func sendRetention(_ transaction: PostgresTransaction) async throws {
    let (now, tenant, key) = (Sample.now, Sample.tenant(5), Sample.key(5, 1))
    let months = try await send(ListMonths(), transaction)
    #expect(months.count >= 4 && zip(months, months.dropFirst()).allSatisfy { $0.to == $1.from })
    let last = try #require(months.last)
    #expect(try await send(EnsureMonths(until: last.to), transaction) == [2])
    #expect(try await send(EnsureMonths(until: last.to), transaction) == [0])
    #expect(try await send(DropEmptyMonth(until: now), transaction) == [0])
    #expect(try await send(ListRetentions(), transaction).isEmpty)
    let setting = RetentionSetting.months.key
    for (number, value) in [(5, "12"), (6, "null")] {
      let put = PutSetting(tenantID: Sample.tenant(number), key: setting, value: value, now: now)
      _ = try await transaction.send(put)
    }
    #expect(try await send(ListRetentions(), transaction).map(\.value) == ["12"])
    try await send(EnterConversations([DatedConversation(key, months: MonthSpan(of: now))]), transaction)
    #expect(try await send(ClaimExpired([], before: now), transaction).isEmpty)
    #expect(try await send(ClaimExpired([key], before: now), transaction).isEmpty)
    #expect(try await send(FindNeighbours(of: []), transaction).isEmpty)
    let pairs = try await send(FindNeighbours(of: [Sample.key(1, 1)]), transaction)
    #expect(pairs.map(\.neighbour) == [Sample.key(1, 2)])
    #expect(Set(try await send(FindUnfolded(of: tenant), transaction)).isSubset(of: [key]))
    let ids = [key.conversationID]
    _ = try await transaction.send(
      RetireOutcomeRollups(ids, of: tenant),
      RetireActionRollups(ids, of: tenant),
      RetireImpactRollups(ids, of: tenant)
    )
    try await send(DetachSamples(ids, of: tenant), transaction)
    let removed = try await send(RemoveConversations(ids, of: tenant), transaction)
    #expect(removed.map(\.table) == RemoveConversations.tables)
    #expect(removed.reduce(0) { $0 + $1.count } >= 5)
    #expect(try await send(RemoveConversations(ids, of: tenant), transaction).allSatisfy { $0.count == 0 })
    #expect(try await send(FindRecorded([Sample.action(1, tenant: 5)]), transaction).isEmpty)
  }
}
