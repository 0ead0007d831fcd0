import EventModel
import Store

/// Outcomes whose sample isn't in the ledger, beside the samples that are on their way there, in bounded memory.
struct SampleBalance {
  /// An outcome whose latest sample the ledger didn't have.
  struct Behind: SpilledRecord {
    let hash: UInt64
    let revision: Int64
    private let tenant: PackedUUID
    private let outcome: PackedUUID

    init(_ key: SampleKey, revision: Int64) {
      hash = SampleBalance.hash(of: key)
      self.revision = revision
      tenant = PackedUUID(key.tenantID.uuid)
      outcome = PackedUUID(key.outcomeID.uuid)
    }

    var key: SampleKey {
      SampleKey(tenantID: TenantID(tenant.uuid), outcomeID: OutcomeID(outcome.uuid))
    }
  }

  /// A sample that is in the outbox, or in a stream, unread or pending.
  private struct Travelling: SpilledRecord {
    let hash: UInt64
    let revision: Int64
  }

  private(set) var behind = SpilledRecords<Behind>()
  private var travelling = SpilledRecords<Travelling>()

  mutating func noteBehind(_ key: SampleKey, revision: Int64) throws {
    try behind.append(Behind(key, revision: revision))
  }

  mutating func noteBehind(_ record: Behind) throws {
    try behind.append(record)
  }

  mutating func noteTravelling(_ key: SampleKey, revision: Int64) throws {
    try travelling.append(Travelling(hash: Self.hash(of: key), revision: revision))
  }

  /// Passes on the outcomes whose sample, or a later one, isn't on its way, a part at a time.
  func forEachMissing(_ body: ([Behind]) async throws -> Void) async throws {
    if behind.count == 0 { return }
    for index in 0..<SpilledRecords<Behind>.partitionCount {
      let candidates = try behind.partition(index)
      if candidates.isEmpty { continue }
      let travelling = try travelling.partition(index)
      let missing = candidates.filter { outcome in
        !travelling.records(hash: outcome.hash).contains { $0.revision >= outcome.revision }
      }
      if !missing.isEmpty { try await body(missing) }
    }
  }

  private static func hash(of key: SampleKey) -> UInt64 {
    UInt64(bitPattern: Int64(key.hashValue))
  }
}
