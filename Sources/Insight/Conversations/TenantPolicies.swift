public import EventModel
public import PostgresClient
public import Resolution
import SettingModel
public import Store

/// The policies of some tenants, as they are for the time of a transaction.
public struct TenantPolicies: Sendable {
  private let policies: [TenantID: ResolutionPolicy]
  private let removedBefore: [TenantID: Timestamp]

  /// The default for a tenant that set nothing.
  public subscript(tenant: TenantID) -> ResolutionPolicy { policies[tenant] ?? .default }

  /// Up to where a tenant's conversations were removed at the end of their retention: what is older isn't recorded. `nil`
  /// where nothing was.
  public func removedBefore(of tenant: TenantID) -> Timestamp? { removedBefore[tenant] }

  /// Whether an event of this time is not recorded any more.
  public func isRemoved(_ time: Timestamp, of tenant: TenantID) -> Bool {
    removedBefore[tenant].map { time < $0 } ?? false
  }

  /// Reads the settings and keeps them from changing until the transaction ends: a fold under old settings that
  /// committed after the change would never be done again.
  public static func load(
    of tenants: some Sequence<TenantID>,
    in transaction: PostgresTransaction
  ) async throws -> Self {
    let (_, rows) = try await transaction.send(HoldSettings(tenants), LoadSettings(tenants))
    return try Self(rows)
  }

  /// The same, and which of some conversations are erased. Until the transaction ends no other one is: an erasure waits for
  /// whoever holds the settings.
  public static func load(
    of tenants: some Sequence<TenantID>,
    erasedAmong conversations: some Sequence<ConversationKey>,
    in transaction: PostgresTransaction
  ) async throws -> (policies: Self, erased: Set<ConversationKey>) {
    let (_, rows) = try await transaction.send(
      HoldSettings(tenants),
      LoadSettingsAndErased(of: tenants, conversations: conversations)
    )
    var settings: [LoadSettings.Row] = []
    var erased: Set<ConversationKey> = []
    for row in rows {
      switch row {
      case .setting(let setting): settings.append(setting)
      case .erased(let key): erased.insert(key)
      }
    }
    return (try Self(settings), erased)
  }

  /// - Throws: what makes a setting none, which the checks of its change rule out.
  public init(_ rows: [LoadSettings.Row]) throws {
    removedBefore = Dictionary(
      rows.compactMap { row in
        row.key == RetentionPolicy.markKey ? RetentionPolicy.mark(row.value).map { (row.tenantID, $0) } : nil
      },
      uniquingKeysWith: max
    )
    policies = try Dictionary(grouping: rows, by: \.tenantID).mapValues { rows in
      try ResolutionPolicy(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    }
  }
}
