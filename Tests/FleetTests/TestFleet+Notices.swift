import Couriers
import EventModel
import Foundation
import Logging
import Notices
import PostgresClient
import Settings
import Sinks
import Store
import Synchronization
import Telemetry
import TestSupport
import Workers

/// A time that a test moves.
final class MovingClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ time: Timestamp) {
    self.time = Mutex(time)
  }

  var now: Timestamp { time.withLock { $0 } }

  func move(to time: Timestamp) {
    self.time.withLock { $0 = time }
  }

  func move(by interval: EventModel.TimeInterval) {
    time.withLock { $0 = $0 + interval }
  }

  var wall: WallClock { WallClock { self.now } }
}

/// Channels of a fleet's tenants that lead to real servers of this machine.
struct NoticeWorld: Sendable {
  let fleet: TestFleet
  let http: HTTPSink
  let smtp: SMTPSink
  let clock = MovingClock(TestFleet.now)
  let metrics = PrometheusRegistry()

  static func with(_ body: @Sendable (NoticeWorld) async throws -> Void) async throws {
    let (http, smtp) = (try await HTTPSink.start(), try await SMTPSink.start())
    try await TestFleet.with { fleet in
      try await body(NoticeWorld(fleet: fleet, http: http, smtp: smtp))
    }
    try await http.stop()
    try await smtp.stop()
  }

  var flags: [String: String] {
    [
      "reckoner.webhook.plain.http": "true", "reckoner.smtp.url": smtp.url,
      "reckoner.mail.from": "reckoner@example.org",
    ]
  }

  /// Sets a tenant's channels, each a webhook that leads to the path of its name; `mail` is one of mail.
  func setChannels(_ names: String..., tenant: Int = 1) async throws {
    let channels = names.map { name in
      name == "mail"
        ? #"{"name": "mail", "kind": "mail", "to": ["ada@example.org"], "alerts": "info"}"#
        : #"{"name": "\#(name)", "kind": "webhook", "url": "\#(http.url("/\(name)"))", "alerts": "warning"}"#
    }
    try await TenantSettings(of: TestEvent.tenant(tenant), in: fleet.postgres).set(
      .channels(.channels),
      to: "[\(channels.joined(separator: ", "))]",
      now: clock.now
    )
  }

  static func alert(_ number: UInt8, event: String = "firing") -> Notice {
    Notice(
      Notice.Subject(.alert, id: UUID(uuid: (9, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number)), event: event),
      severity: .warning,
      occurredAt: TestFleet.now,
      title: "Alert \(number)"
    )
  }

  /// Asks for a notice to be delivered by every channel that takes it.
  @discardableResult
  func enqueue(_ notice: Notice, tenant: Int = 1) async throws -> [DeliveryID] {
    let id = TestEvent.tenant(tenant)
    return try await fleet.postgres.transaction { transaction in
      let channels = try await TenantDeliveries.channels(of: id, in: transaction)
      return try await TenantDeliveries.enqueue(
        notice,
        of: id,
        to: channels.taking(notice),
        at: clock.now,
        in: transaction
      )
    }
  }

  /// Sends what is due, as one more process would.
  @discardableResult
  func send(_ name: String = "sender", limits: CourierLimits = .init()) async throws -> DeliverySender.Work {
    let context = try fleet.context(name, flags)
    let sender = DeliverySender(
      postgres: context.postgres,
      courier: Courier(settings: context.settings.notices, limits: limits),
      holder: context.instance,
      logger: context.logger,
      metrics: metrics
    )
    let work: DeliverySender.Work
    do {
      work = try await sender.sendAll(clock: clock.wall)
    } catch {
      await sender.close()
      throw error
    }
    await sender.close()
    await context.postgres.close()
    return work
  }

  func deliveries(tenant: Int = 1) -> TenantDeliveries {
    TenantDeliveries(of: TestEvent.tenant(tenant), in: fleet.postgres)
  }

  /// The one delivery of a tenant.
  func delivery(tenant: Int = 1) async throws -> DeliveryRow {
    let page = try await deliveries(tenant: tenant).page(countMax: 2)
    guard page.count == 1 else { throw TestProcessFailure(description: "\(page.count) deliveries instead of one") }
    return page[0]
  }

  /// How many deliveries are in each state.
  func states() async throws -> [String: Int] {
    let rows = try await fleet.execute("SELECT state || ' ' || count(*) FROM learning.deliveries GROUP BY state")
    let pairs = rows.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), Int($0[1]) ?? 0) })
  }
}
