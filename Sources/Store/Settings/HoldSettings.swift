public import EventModel
import FoundationEssentials
public import PostgresClient

/// Keeps the settings of some tenants as they are until the end of the transaction. Send it before reading them: only a
/// statement that begins after the lock is held sees what the last change wrote.
public struct HoldSettings: PostgresStatement {
  public struct Row: Sendable {}

  private let buckets: [Int32]

  public init(_ tenants: some Sequence<TenantID>) {
    // In order, so that a fold and a change never wait for each other in a circle.
    buckets = Set(tenants.map(SettingsLock.bucket)).sorted()
  }

  public static let sql = """
    SELECT true FROM unnest($1::int4[]) AS bucket
    CROSS JOIN LATERAL pg_advisory_xact_lock_shared(\(SettingsLock.space), bucket)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(buckets)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}

/// The advisory locks between folds, which share them, and a change of settings, which excludes them. Tenants share a few
/// buckets: a batch with thousands of tenants must not fill the server's lock table.
enum SettingsLock {
  /// The first half of the locks' keys; any number that nothing else of this database uses: the bytes of "rset".
  static let space: Int32 = 0x72_73_65_74
  private static let bucketCount: UInt32 = 64

  /// The second half: the same for a tenant in every process.
  static func bucket(of tenant: TenantID) -> Int32 {
    let bytes = tenant.uuid.uuid
    return Int32((UInt32(bytes.14) << 8 | UInt32(bytes.15)) % bucketCount)
  }
}
