import EventModel
import PostgresClient
import Resolution
import Store

/// The policies of some tenants, as they are for the time of a transaction.
struct TenantPolicies {
  private let policies: [TenantID: ResolutionPolicy]

  /// The default for a tenant that set nothing.
  subscript(tenant: TenantID) -> ResolutionPolicy { policies[tenant] ?? .default }

  /// Reads the settings and keeps them from changing until the transaction ends: a fold under old settings that
  /// committed after the change would never be done again.
  static func load(of tenants: some Sequence<TenantID>, in transaction: PostgresTransaction) async throws -> Self {
    let (_, rows) = try await transaction.send(HoldSettings(tenants), LoadSettings(tenants))
    return try Self(rows)
  }

  init(_ rows: [LoadSettings.Row]) throws {
    policies = try Dictionary(grouping: rows, by: \.tenantID).mapValues { rows in
      try ResolutionPolicy(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    }
  }
}
