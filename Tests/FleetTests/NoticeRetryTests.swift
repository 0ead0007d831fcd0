import Couriers
import EventModel
import Foundation
import Notices
import PostgresClient
import Sinks
import Store
import Telemetry
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct NoticeRetryTests {
  @Test("after 500s and an answer that never comes a webhook is tried again at its time, and delivered once")
  func retried() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      world.http.answer("/ops", .status(500), .close, .hang, .status(200))
      let new = try await world.enqueue(NoticeWorld.alert(1))
      #expect(new.count == 1)
      #expect(try await world.enqueue(NoticeWorld.alert(1)).isEmpty, "once per channel")
      let short = CourierLimits(webhook: .milliseconds(500))
      var last = world.clock.now
      for (attempt, minutes) in [1, 4, 16].enumerated() {
        #expect(try await world.send(limits: short) == .init(deliveredCount: 0, retriedCount: 1, failedCount: 0))
        let row = try await world.delivery()
        let next = try #require(row.nextAttemptAt)
        let full = EventModel.TimeInterval.seconds(Int64(minutes) * 60)
        #expect(next - last <= full && next - last >= .seconds(Int64(minutes) * 45), "attempt \(attempt)")
        #expect(row.state == .waiting && row.attemptCount == attempt + 1 && row.lastError?.isEmpty == false)
        // Before its time nothing is sent.
        world.clock.move(to: next - .seconds(1))
        #expect(try await world.send() == .init())
        world.clock.move(to: next)
        last = next
      }
      #expect(try await world.send().deliveredCount == 1)
      let row = try await world.delivery()
      #expect(row.state == .delivered && row.deliveredAt == last && row.lastError == nil && row.attemptCount == 4)
      #expect(Set(world.http.requests.map { $0.field("Idempotency-Key") }) == [new[0].description])
      #expect(world.http.requests.count == 4)
      // Whoever asks again for what was delivered finds it delivered.
      #expect(try await world.enqueue(NoticeWorld.alert(1)).isEmpty)
      world.clock.move(by: .days(2))
      #expect(try await world.send() == .init())
      #expect(try await world.enqueue(NoticeWorld.alert(1, event: "resolved")).count == 1)
      let exposition = world.metrics.exposition()
      #expect(exposition.contains(#"reckoner_deliveries_total{channel_kind="webhook",result="retried"} 3"#))
      #expect(exposition.contains(#"reckoner_deliveries_total{channel_kind="webhook",result="delivered"} 1"#))
    }
  }

  @Test("a dead receiver is given up within a day, and tried anew when somebody asks for it")
  func givenUp() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      world.http.answer("/ops", .status(503))
      let id = try #require(try await world.enqueue(NoticeWorld.alert(1)).first)
      let begin = world.clock.now
      while let next = try await world.delivery().nextAttemptAt {
        world.clock.move(to: next)
        #expect(try await world.send().deliveredCount == 0)
      }
      let row = try await world.delivery()
      #expect(row.state == .failed && row.attemptCount == RetryPolicy.default.attemptCountMax)
      #expect(world.http.requests.count == row.attemptCount)
      let span = world.clock.now - begin
      #expect(span <= .days(1) && span >= .hours(16))
      world.http.answer("/ops", .status(200))
      #expect(try await world.deliveries(tenant: 2).retry(id, now: world.clock.now) == false, "another tenant's")
      #expect(try await world.deliveries().retry(id, now: world.clock.now))
      #expect(try await world.send().deliveredCount == 1)
      #expect(try await world.deliveries().retry(id, now: world.clock.now) == false, "it was delivered")
      #expect(try await world.deliveries().cancel(id) == false)
    }
  }

  @Test("Retry-After is honoured, within its bound")
  func retryAfter() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      world.http.answer(
        "/ops",
        .status(429, ["Retry-After": "3600"]),
        .status(503, ["Retry-After": "999999"]),
        .status(200)
      )
      try await world.enqueue(NoticeWorld.alert(1))
      try await world.send()
      #expect(try await world.delivery().nextAttemptAt == TestFleet.now + .hours(1))
      world.clock.move(by: .hours(1))
      try await world.send()
      #expect(try await world.delivery().nextAttemptAt == TestFleet.now + .hours(7))
    }
  }

  @Test("what can't succeed fails at once; a channel that was set right is used as it is then")
  func permanent() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops", "mail")
      world.http.answer("/ops", .status(404))
      world.smtp.conduct(.answerRecipient(550))
      try await world.enqueue(NoticeWorld.alert(1))
      #expect(try await world.send() == .init(deliveredCount: 0, retriedCount: 0, failedCount: 2))
      let rows = try await world.deliveries().page(in: .failed, countMax: 5)
      #expect(rows.count == 2)
      #expect(rows.contains { $0.lastError?.contains("HTTP status 404") == true })
      #expect(rows.contains { $0.lastError?.contains("SMTP code 550") == true })
      world.http.answer("/ops", .status(200))
      world.smtp.conduct(.accept)
      for row in rows { #expect(try await world.deliveries().retry(row.id, now: world.clock.now)) }
      #expect(try await world.send().deliveredCount == 2)
      #expect(world.smtp.mails.map(\.recipients) == [["ada@example.org"]])
      try await world.setChannels("other")
      let gone = try #require(rows.first { $0.channel == "ops" })
      try await world.fleet.execute(
        "UPDATE learning.deliveries SET state = 'failed', delivered_at = NULL WHERE delivery_id = '\(gone.id)'"
      )
      #expect(try await world.deliveries().retry(gone.id, now: world.clock.now))
      #expect(try await world.send().failedCount == 1)
      #expect(try await world.deliveries().find(gone.id)?.lastError == "The tenant has no channel ops any more.")
    }
  }

  @Test("a mail that was put off is sent again; one whose answer was lost too, under the same Message-ID")
  func mail() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("mail")
      world.smtp.conduct(.answerRecipient(450), .closeAfterData, .accept)
      let id = try #require(try await world.enqueue(NoticeWorld.alert(1)).first)
      for _ in 0..<3 {
        try await world.send()
        world.clock.move(by: .hours(1))
      }
      #expect(try await world.delivery().state == .delivered)
      #expect(world.smtp.mails.map { $0.header("Message-ID") } == Array(repeating: "<\(id)@example.org>", count: 2))
    }
  }

  @Test("what is rolled back was never asked for, and what is cancelled is never sent")
  func undone() async throws {
    struct Undo: Error {}
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      let tenant = TestEvent.tenant(1)
      await #expect(throws: Undo.self) {
        try await world.fleet.postgres.transaction { transaction in
          let channels = try await TenantDeliveries.channels(of: tenant, in: transaction)
          let notice = NoticeWorld.alert(1)
          let new = try await TenantDeliveries.enqueue(
            notice,
            of: tenant,
            to: channels.taking(notice),
            at: world.clock.now,
            in: transaction
          )
          #expect(new.count == 1)
          throw Undo()
        }
      }
      #expect(try await world.states() == [:])
      let id = try #require(try await world.enqueue(NoticeWorld.alert(2)).first)
      #expect(try await world.deliveries().cancel(id))
      #expect(try await world.send() == .init())
      #expect(world.http.requests.isEmpty)
      #expect(try await world.delivery().state == .cancelled)
    }
  }
}
