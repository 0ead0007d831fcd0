public import EventModel
public import FoundationEssentials
public import Notices
public import PostgresClient
import SettingModel
public import Store

/// The deliveries and the channels of one tenant: asked for, seen, tried again.
public struct TenantDeliveries: Sendable {
  private let tenant: TenantID
  private let postgres: PostgresPool

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// Puts a notice on its way through channels, in the transaction of what it tells of: both are there, or neither. A subject
  /// that was put on its way through a channel before isn't again, whatever became of it.
  /// - Parameter channels: such as `Channels.taking(notice)`.
  /// - Returns: the deliveries that are new.
  @discardableResult
  public static func enqueue(
    _ notice: Notice,
    of tenant: TenantID,
    to channels: [Channel],
    at now: Timestamp,
    in transaction: PostgresTransaction
  ) async throws(PostgresError) -> [DeliveryID] {
    if channels.isEmpty { return [] }
    return try await transaction.send(EnqueueDeliveries(notice, of: tenant, to: channels.map(\.name), now: now))
  }

  /// The tenant's channels as its settings are in a transaction.
  /// - Throws: a `SettingError` where a newer program wrote them.
  public static func channels(of tenant: TenantID, in transaction: PostgresTransaction) async throws -> Channels {
    try channels(in: try await transaction.send(LoadSettings([tenant])))
  }

  /// The tenant's channels.
  /// - Throws: a `SettingError` where a newer program wrote them.
  public func channels() async throws -> Channels {
    try Self.channels(in: try await postgres.send(LoadSettings([tenant])))
  }

  /// A page of deliveries, the newest first.
  public func page(
    in state: DeliveryState? = nil,
    after position: PageDeliveries.Position? = nil,
    countMax: Int
  ) async throws(PostgresError) -> [DeliveryRow] {
    try await postgres.send(PageDeliveries(of: tenant, in: state, after: position, countMax: countMax))
  }

  /// How the deliveries of one report or alert are.
  public func deliveries(of subject: UUID) async throws(PostgresError) -> [DeliveryRow] {
    try await postgres.send(ListSubjectDeliveries(of: subject, tenant: tenant))
  }

  /// One delivery; `nil` where the tenant has none of the id.
  public func find(_ id: DeliveryID) async throws(PostgresError) -> DeliveryRow? {
    try await postgres.send(FindDelivery(id, of: tenant)).first
  }

  /// Makes a delivery that was given up, or waits, due at once.
  /// - Returns: whether there was one in such a state.
  public func retry(_ id: DeliveryID, now: Timestamp) async throws(PostgresError) -> Bool {
    try await postgres.send(RetryDelivery(id, of: tenant, now: now)) == [true]
  }

  /// Decides against a delivery that waits.
  /// - Returns: whether there was one.
  public func cancel(_ id: DeliveryID) async throws(PostgresError) -> Bool {
    try await postgres.send(CancelDelivery(id, of: tenant)) == [true]
  }

  /// Puts a test on its way through a channel, whatever the channel takes else.
  public func enqueueTest(of channel: Channel, now: Timestamp) async throws -> DeliveryID {
    let notice = Notice(
      Notice.Subject(.test, id: UUID(), event: "asked"),
      severity: .info,
      occurredAt: now,
      title: "A test of channel \(channel.name)",
      lines: ["Somebody asked for this with `reckoner channels test`. What reads it knows that the channel works."],
      facts: [Notice.Fact("Channel", channel.name), Notice.Fact("Time", now.rfc3339)],
      document: .object(["channel": .string(channel.name)])
    )
    let ids = try await postgres.send(EnqueueDeliveries(notice, of: tenant, to: [channel.name], now: now))
    return ids.first ?? DeliveryID(tenant: tenant, subject: notice.subject, channel: channel.name)
  }

  private static func channels(in rows: [LoadSettings.Row]) throws(SettingError) -> Channels {
    try Channels(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }
}
