public import Attribution
public import EventModel
import Insight
public import PostgresClient
import Resolution
public import SettingModel
import Store

/// The settings of one tenant: read, checked, changed.
public struct TenantSettings: Sendable {
  /// A setting with its value.
  public struct Entry: Sendable {
    public let descriptor: SettingDescriptor
    /// JSON text: the tenant's own, or the default; without the secrets that are in it.
    public let value: String
    /// When it was set; `nil` for the default.
    public let updatedAt: Timestamp?
  }

  /// Marking takes some seconds per million conversations.
  private static let timeout = Duration.seconds(3600)

  let postgres: PostgresPool
  let tenant: TenantID

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// Every setting there is, in the order of the documentation.
  public func list() async throws -> [Entry] {
    let rows = try await postgres.send(LoadSettings([tenant]))
    return TenantSetting.allCases.map { setting in
      let row = rows.first { $0.key == setting.key }
      let standard = String(decoding: JSONWriter.compact(setting.descriptor.defaultValue), as: UTF8.self)
      return Entry(
        descriptor: setting.descriptor,
        value: row.map { setting.shown($0.value) } ?? standard,
        updatedAt: row?.updatedAt
      )
    }
  }

  /// Sets a value. A change that alters results marks every conversation of the tenant due before this returns, and no
  /// fold under the old value commits after it.
  /// - Parameter value: JSON text; `nil` returns to the default.
  ///
  /// Where the model becomes `markov` while no effects are set, the same change sets those of the tenant's own paths, if
  /// there are any: without effects all credits would be even.
  /// - Throws: ``SettingError`` where the value is not valid for the key; an `AttributionError` where effects can't be
  ///   fitted.
  public func set(_ setting: TenantSetting, to value: String?, now: Timestamp) async throws {
    if let value {
      try setting.check(value)
      try await checkKnown(setting, value)
    }
    let effects = try await firstEffects(for: setting, value)
    try await postgres.transaction { transaction in
      if setting.descriptor.altersResults {
        _ = try await transaction.send(LiftTimeouts(), ExcludeFolds(of: tenant), timeout: Self.timeout)
      }
      if let value {
        _ = try await transaction.send(PutSetting(tenantID: tenant, key: setting.key, value: value, now: now))
      } else {
        _ = try await transaction.send(RemoveSetting(tenantID: tenant, key: setting.key))
      }
      // Somebody else may have set them while these were fitted.
      if let effects, try !Self.hasEffects(try await transaction.send(LoadSettings([tenant]))) {
        let key = ResolutionSetting.attributionTypeEffects.key
        _ = try await transaction.send(PutSetting(tenantID: tenant, key: key, value: effects, now: now))
      }
      if setting.descriptor.altersResults {
        _ = try await transaction.send(MarkTenantDue(tenantID: tenant, since: now), timeout: Self.timeout)
      }
    }
  }

  /// Checks what only the database can tell: a time zone that it doesn't know would fail every report.
  private func checkKnown(_ setting: TenantSetting, _ value: String) async throws {
    switch setting {
    case .resolution, .calibration, .feedback, .analytics, .report, .alerts, .channels, .retention: return
    case .calendar(.timeZone):
      let timeZone = try CalendarPolicy(settings: [setting.key: value]).timeZone
      if try await postgres.send(FindTimeZone(timeZone)).isEmpty { throw setting.refusal }
    }
  }

  /// Sets the effects that `markov` shares by; a change like any other.
  public func set(_ effects: TypeEffects, now: Timestamp) async throws {
    try await set(.resolution(.attributionTypeEffects), to: Self.text(of: effects), now: now)
  }

  /// The effects of the tenant's own paths, where a change needs them: before any lock is taken, because reading a long
  /// history takes its time.
  private func firstEffects(for setting: TenantSetting, _ value: String?) async throws -> String? {
    guard setting == .resolution(.attributionModel), let value,
      try ResolutionPolicy(settings: [setting.key: value]).attributionModel == .markov,
      try !Self.hasEffects(try await postgres.send(LoadSettings([tenant])))
    else { return nil }
    let effects = try await AttributionReader(of: tenant, in: postgres).fit(order: 1, in: .always).typeEffects
    return effects == .unknown ? nil : Self.text(of: effects)
  }

  private static func hasEffects(_ rows: [LoadSettings.Row]) throws -> Bool {
    let key = ResolutionSetting.attributionTypeEffects.key
    guard let row = rows.first(where: { $0.key == key }) else { return false }
    return try ResolutionPolicy(settings: [key: row.value]).attributionParameters.typeEffects != .unknown
  }

  private static func text(of effects: TypeEffects) -> String {
    String(decoding: JSONWriter.compact(effects.json), as: UTF8.self)
  }
}
