import Couriers
import EventModel
import Foundation
import Logging
import Notices
import PostgresClient
import ServiceLifecycle
import SettingModel
import Sinks
import Store
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct NoticeFairnessTests {
  @Test("a sender that died is followed by another after its lease, under the same key, and may say nothing more")
  func takenOver() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      let id = try #require(try await world.enqueue(NoticeWorld.alert(1)).first)
      let now = world.clock.now
      let claimed = try await world.fleet.postgres.send(
        ClaimDeliveries(by: "dead", countMax: 8, perTenantMax: 2, until: now + .seconds(60), now: now)
      )
      #expect(claimed.map(\.id) == [id] && claimed[0].attemptCount == 1)
      // It has sent the notice, and then it died.
      world.clock.move(by: .seconds(59))
      #expect(try await world.send() == .init())
      #expect(try await world.delivery().state == .sending)
      world.clock.move(by: .seconds(1))
      let second = try await world.fleet.postgres.send(
        ClaimDeliveries(
          by: "second",
          countMax: 8,
          perTenantMax: 2,
          until: world.clock.now + .seconds(60),
          now: world.clock.now
        )
      )
      #expect(second.map(\.epoch) == [claimed[0].epoch + 1])
      let late = SettleDelivery(
        id,
        of: TestEvent.tenant(1),
        epoch: claimed[0].epoch,
        .failed(reason: "late"),
        now: world.clock.now
      )
      #expect(try await world.fleet.postgres.send(late).isEmpty)
      world.clock.move(by: .seconds(60))
      #expect(try await world.send().deliveredCount == 1)
      #expect(world.http.requests.map { $0.field("Idempotency-Key") } == [id.description])
      let row = try await world.delivery()
      #expect(row.state == .delivered && row.attemptCount == 3)
    }
  }

  @Test("a delivery that ends everybody who sends it is given up")
  func poison() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      try await world.enqueue(NoticeWorld.alert(1))
      for _ in 0..<RetryPolicy.default.attemptCountMax {
        let now = world.clock.now
        let claimed = try await world.fleet.postgres.send(
          ClaimDeliveries(by: "dead", countMax: 8, perTenantMax: 2, until: now + .seconds(60), now: now)
        )
        #expect(claimed.count == 1)
        world.clock.move(by: .seconds(60))
      }
      #expect(try await world.send().failedCount == 1)
      #expect(world.http.requests.isEmpty)
    }
  }

  @Test("while a tenant's receiver hangs, with many notices before it, those of other tenants arrive")
  func neighbours() async throws {
    try await NoticeWorld.with { world in
      world.http.answer("/hang", .hang)
      try await world.setChannels("hang", tenant: 1)
      for number in 0..<40 { try await world.enqueue(NoticeWorld.alert(UInt8(number)), tenant: 1) }
      world.clock.move(by: .seconds(1))
      for tenant in 2...6 {
        try await world.setChannels("ops", tenant: tenant)
        for number in 0..<4 { try await world.enqueue(NoticeWorld.alert(UInt8(number)), tenant: tenant) }
      }
      let context = try world.fleet.at(world.clock.now).context("loop", world.flags)
      let loop = DeliveryLoop.loop(context: context, courier: CourierLimits(webhook: .seconds(3600)))
      try await withThrowingTaskGroup { group in
        group.addTask {
          // It ends with its cancellation.
          await #expect(throws: (any Error).self) { try await loop.run() }
        }
        try await Wait.until("the others' are delivered") { try await world.states()["delivered"] == 20 }
        try await Wait.until("the hanging ones are in hand") { world.http.requests(to: "/hang").count == 2 }
        #expect(try await world.states() == ["delivered": 20, "sending": 2, "waiting": 38])
        group.cancelAll()
      }
      // Nobody knows whether they arrived: they stay in hand until their lease ends.
      #expect(try await world.states() == ["delivered": 20, "sending": 2, "waiting": 38])
      await context.postgres.close()
    }
  }

  @Test("senders side by side send nothing twice", arguments: [1, 2, 3])
  func together(seed: UInt64) async throws {
    try await NoticeWorld.with { world in
      var count = 0
      for tenant in 1...5 {
        try await world.setChannels("a\(tenant)", "b\(tenant)", tenant: tenant)
        for number in 0..<6 { count += try await world.enqueue(NoticeWorld.alert(UInt8(number)), tenant: tenant).count }
      }
      #expect(count == 60)
      try await withThrowingTaskGroup { group in
        for number in 0..<3 {
          group.addTask {
            // One finds nothing while the others have all in hand.
            while try await world.states() != ["delivered": 60] { try await world.send("sender-\(number)") }
          }
        }
        try await group.waitForAll()
      }
      let keys = world.http.requests.compactMap { $0.field("Idempotency-Key") }
      #expect(keys.count == 60 && Set(keys).count == 60)
    }
  }

  @Test("a shutdown takes nothing more, and finishes what was begun")
  func shutdown() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      world.http.answer("/ops", .hang)
      try await world.enqueue(NoticeWorld.alert(1))
      let context = try world.fleet.at(world.clock.now).context("loop", world.flags)
      let loop = DeliveryLoop.loop(context: context, courier: CourierLimits(webhook: .seconds(2)))
      let services = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: loop, successTerminationBehavior: .gracefullyShutdownGroup)],
          logger: context.logger
        )
      )
      try await withThrowingTaskGroup { group in
        group.addTask { try await services.run() }
        try await Wait.until("it is sent") { world.http.requests.count == 1 }
        await services.triggerGracefulShutdown()
        try await world.enqueue(NoticeWorld.alert(2))
        try await group.waitForAll()
      }
      #expect(world.http.requests.count == 1)
      #expect(try await world.states() == ["waiting": 2])
      await context.postgres.close()
    }
  }

  @Test("the scheduler delivers once when it is told to, and its settings don't show secrets")
  func scheduler() async throws {
    try await NoticeWorld.with { world in
      try await world.setChannels("ops")
      try await world.enqueue(NoticeWorld.alert(1))
      let scheduler = LearningScheduler(context: try world.fleet.context("scheduler", world.flags))
      #expect(try await scheduler.run(.deliveries, asOf: world.clock.now) == 1)
      #expect(world.http.requests.count == 1)
      let settings = TenantSettings(of: TestEvent.tenant(1), in: world.fleet.postgres)
      let secret = #"""
        [{"name": "a", "kind": "slack", "url": "https://hooks.example.org/services/T0/B0/abc"},
        {"name": "b", "kind": "webhook", "url": "https://b.example.org/x", "secret": "0123456789abcdef"}]
        """#
      try await settings.set(.channels(.channels), to: secret, now: world.clock.now)
      let shown = try #require(try await settings.list().first { $0.descriptor.key == "channels" }).value
      #expect(shown.contains("hooks.example.org") && !shown.contains("T0") && !shown.contains("0123456789abcdef"))
    }
  }
}
