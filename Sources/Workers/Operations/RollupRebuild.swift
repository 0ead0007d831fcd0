public import EventModel
public import PostgresClient
import Store

/// Counts everything anew and compares the result with the roll-ups.
public struct RollupRebuild: Sendable {
  /// A statement that counts hundreds of millions of rows takes its time.
  private static let timeout = Duration.seconds(6 * 3600)
  private static let exampleCountMax = 5

  public struct Report: Sendable {
    /// Rows of the daily tables, after what was done.
    public let rowCount: Int
    /// Rows that, with the changes that waited for them, were not what the count says.
    public let differenceCount: Int
    /// The first of them of each table.
    public let examples: [String]
  }

  private let postgres: PostgresPool
  private let tenant: TenantID?

  /// - Parameter tenant: whose roll-ups; `nil` is everybody's.
  public init(of tenant: TenantID?, postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// Compares, in one snapshot.
  public func compare() async throws -> Report {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      _ = try await transaction.send(PrepareInspection(), AllowScans())
      return try await report(try await differences(in: transaction), in: transaction)
    }
  }

  /// Replaces the roll-ups by the count; nobody folds meanwhile, and everybody else goes on: what they change waits.
  public func rebuild() async throws -> Report {
    try await postgres.transaction { transaction in
      _ = try await transaction.send(PrepareInspection(), AllowScans(), ExcludeRollupFolds(), timeout: Self.timeout)
      let differences = try await differences(in: transaction)
      _ = try await transaction.send(
        ClearRollups(of: tenant),
        RecountActionRollups(of: tenant),
        RecountImpactRollups(of: tenant),
        RecountOutcomeRollups(of: tenant),
        timeout: Self.timeout
      )
      return try await report(differences, in: transaction)
    }
  }

  private func differences(in transaction: PostgresTransaction) async throws -> [RollupDifferences] {
    try await RollupDifferences.find(
      of: tenant,
      countMax: Self.exampleCountMax,
      in: transaction,
      timeout: Self.timeout
    )
  }

  private func report(_ differences: [RollupDifferences], in transaction: PostgresTransaction) async throws -> Report {
    Report(
      rowCount: Int(try await transaction.send(CountRollups(of: tenant)).first ?? 0),
      differenceCount: differences.reduce(0) { $0 + $1.count },
      examples: differences.flatMap(\.examples)
    )
  }
}
