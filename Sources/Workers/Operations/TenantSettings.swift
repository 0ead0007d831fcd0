public import EventModel
public import PostgresClient
public import SettingModel
import Store

/// The settings of one tenant: read, checked, changed.
public struct TenantSettings: Sendable {
  /// A setting with its value.
  public struct Entry: Sendable {
    public let descriptor: SettingDescriptor
    /// JSON text: the tenant's own, or the default.
    public let value: String
    /// When it was set; `nil` for the default.
    public let updatedAt: Timestamp?
  }

  /// Marking takes some seconds per million conversations.
  private static let timeout = Duration.seconds(3600)

  private let postgres: PostgresPool
  private let tenant: TenantID

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
      return Entry(descriptor: setting.descriptor, value: row?.value ?? standard, updatedAt: row?.updatedAt)
    }
  }

  /// Sets a value. A change that alters results marks every conversation of the tenant due before this returns, and no
  /// fold under the old value commits after it.
  /// - Parameter value: JSON text; `nil` returns to the default.
  /// - Throws: ``SettingError`` where the value is not valid for the key.
  public func set(_ setting: TenantSetting, to value: String?, now: Timestamp) async throws {
    if let value { try setting.check(value) }
    try await postgres.transaction { transaction in
      if setting.descriptor.altersResults {
        _ = try await transaction.send(LiftTimeouts(), ExcludeFolds(of: tenant), timeout: Self.timeout)
      }
      if let value {
        _ = try await transaction.send(PutSetting(tenantID: tenant, key: setting.key, value: value, now: now))
      } else {
        _ = try await transaction.send(RemoveSetting(tenantID: tenant, key: setting.key))
      }
      if setting.descriptor.altersResults {
        _ = try await transaction.send(MarkTenantDue(tenantID: tenant, since: now), timeout: Self.timeout)
      }
    }
  }
}
