import EventModel
import Foundation
import Notices
import PostgresClient
import Store
import Testing

/// The statements of what is on its way to people.
extension EveryStatementTests {
  func sendDeliveries(_ transaction: PostgresTransaction) async throws {
    let (tenant, now) = (Sample.tenant(1), Sample.now)
    let subject = Notice.Subject(.report, id: Sample.uuid(7, 1), event: "made")
    let notice = Notice(
      subject,
      severity: .info,
      occurredAt: now,
      title: "A report \u{0}of \"this\"",
      document: .object(["a\0": .string("b\0")])
    )
    #expect(try await send(EnqueueDeliveries(notice, of: tenant, to: [], now: now), transaction).isEmpty)
    let ids = try await send(EnqueueDeliveries(notice, of: tenant, to: ["a", "b", "c"], now: now), transaction)
    #expect(ids.count == 3)
    let again = try await send(EnqueueDeliveries(notice, of: tenant, to: ["a", "d"], now: now), transaction)
    #expect(again == [DeliveryID(tenant: tenant, subject: subject, channel: "d")])
    let claim = { (now: Timestamp, countMax: Int) in
      ClaimDeliveries(by: "x", countMax: countMax, perTenantMax: 2, until: now + .seconds(60), now: now)
    }
    #expect(try await send(claim(now - .seconds(1), 9), transaction).isEmpty, "nothing is due yet")
    let claimed = try await send(claim(now, 9), transaction)
    #expect(claimed.count == 2, "two of one tenant at once")
    #expect(claimed.allSatisfy { $0.epoch == 1 && $0.attemptCount == 1 && $0.firstAttemptAt == now })
    #expect(Notice(text: claimed[0].notice)?.title == "A report of \"this\"")
    #expect(try await send(claim(now, 9), transaction).isEmpty)
    let settle = { (row: ClaimDeliveries.Row, ending: SettleDelivery.Ending) in
      SettleDelivery(row.id, of: tenant, epoch: row.epoch, ending, now: now)
    }
    #expect(try await send(settle(claimed[0], .delivered), transaction) == [true])
    #expect(try await send(settle(claimed[0], .delivered), transaction).isEmpty)
    #expect(
      try await send(settle(claimed[1], .retried(at: now + .hours(1), reason: "It was away.")), transaction) == [true]
    )
    let last = try await send(claim(now, 1), transaction)
    #expect(last.count == 1)
    #expect(try await send(settle(last[0], .failed(reason: "It is gone.")), transaction) == [true])
    let rest = try await send(
      ClaimDeliveries(by: "x", countMax: 9, perTenantMax: 2, until: now, now: now, only: claimed[0].id),
      transaction
    )
    #expect(rest.isEmpty, "it was delivered")
    let page = try await send(PageDeliveries(of: tenant, after: nil, countMax: 3), transaction)
    let tail = try #require(page.last)
    let position = PageDeliveries.Position(createdAt: tail.createdAt, id: tail.id)
    let second = try await send(PageDeliveries(of: tenant, after: position, countMax: 3), transaction)
    #expect(page.count == 3 && second.count == 1)
    #expect(Set((page + second).map(\.id)) == Set(ids + again))
    #expect(try await send(PageDeliveries(of: tenant, in: .failed, after: nil, countMax: 9), transaction).count == 1)
    #expect(try await send(ListSubjectDeliveries(of: subject.id, tenant: tenant), transaction).count == 4)
    #expect(try await send(ListSubjectDeliveries(of: subject.id, tenant: Sample.tenant(2)), transaction).isEmpty)
    #expect(try await send(FindDelivery(claimed[1].id, of: tenant), transaction).map(\.lastError) == ["It was away."])
    #expect(try await send(CancelDelivery(claimed[1].id, of: tenant), transaction) == [true])
    #expect(try await send(RetryDelivery(claimed[1].id, of: tenant, now: now), transaction) == [true])
    #expect(try await send(RetryDelivery(claimed[0].id, of: tenant, now: now), transaction).isEmpty)
    #expect(try await send(TrimDeliveries(before: now, countMax: 9), transaction).isEmpty)
    #expect(try await send(TrimDeliveries(before: now + .seconds(1), countMax: 9), transaction).count == 2)
  }
}
