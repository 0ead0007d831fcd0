public import EventModel
import FoundationEssentials
public import PostgresClient
public import RedisClient
public import Store
import Streams

/// Removes a conversation everywhere, keeps the figures that it is a part of, and keeps it from coming back.
///
/// The receipt is opened first. Then come the tables, in one transaction with what suppresses the conversation; then the
/// streams, in which nothing new of it can be applied any more; then both again, until a look finds nothing. Whatever ends
/// it in between, running it again finishes it.
public struct ConversationErasure: Sendable {
  /// Looks at everything; each finds only what came between the one before and the suppression.
  static let lookCountMax = 10

  /// Something of the conversation came again and again, and may be there still.
  public struct Unfinished: Error, CustomStringConvertible {
    public var description: String {
      "entries of the conversation kept coming while it was erased: stop whoever publishes them, and run the command again"
    }
  }

  private let key: ConversationKey
  private let redis: RedisConnection
  private let postgres: PostgresPool
  private let clock: WallClock
  private let step: @Sendable (ErasureStep) async throws -> Void

  public init(of key: ConversationKey, redis: RedisConnection, postgres: PostgresPool, clock: WallClock) {
    self.init(of: key, redis: redis, postgres: postgres, clock: clock) { _ in }
  }

  /// - Parameter step: told of each step when it is done; what it throws ends the erasure there.
  init(
    of key: ConversationKey,
    redis: RedisConnection,
    postgres: PostgresPool,
    clock: WallClock,
    step: @escaping @Sendable (ErasureStep) async throws -> Void
  ) {
    self.key = key
    self.redis = redis
    self.postgres = postgres
    self.clock = clock
    self.step = step
  }

  private var digest: ErasureDigest { ErasureDigest(tenant: key.tenantID, conversation: key.conversationID) }

  /// Erases, or finishes an erasure; one that is complete looks at everything again, and its receipt stays.
  /// - Parameters:
  ///   - reason: why, for the receipt of a first run; no data of the customer.
  ///   - person: who asked for it.
  /// - Throws: ``Unfinished`` where entries keep coming.
  public func run(reason: String, by person: String) async throws -> ErasureReceipt {
    _ = try await postgres.send(
      OpenReceipt(UUID(), of: key.tenantID, digest, reason: reason, by: person, now: clock.now)
    )
    try await step(.receiptOpened)
    for look in 1...Self.lookCountMax {
      let isClean = try await self.look(.apply).isEmpty && look > 1
      if isClean { return try await receipt() }
    }
    throw Unfinished()
  }

  /// Counts what would be removed; nothing stays changed. Samples whose outcomes aren't erased yet are not looked for in the
  /// streams.
  public func rehearse() async throws -> ErasureCounts {
    try await look(.rehearse)
  }

  /// The receipts of a tenant, the latest first.
  public static func receipts(of tenant: TenantID, in postgres: PostgresPool) async throws -> [ErasureReceipt] {
    try await postgres.send(ListReceipts(of: tenant)).map(ErasureReceipt.init)
  }

  private func look(_ mode: BatchMode) async throws -> ErasureCounts {
    var counts = ErasureCounts()
    let tables = TableErasure(key: key, postgres: postgres, clock: clock, step: step)
    counts.rows = try await tables.run(mode)
    if mode == .apply { counts.rows.append(("due_conversations", try await tables.forgetMarks())) }
    try await step(.tablesErased)
    let tenant = key.tenantID
    let streams = StreamErasure(
      of: tenant,
      key.conversationID,
      redis: redis,
      now: clock.now,
      isRehearsal: mode == .rehearse
    ) { [postgres] outcomes in
      let keys = outcomes.map { SampleKey(tenantID: tenant, outcomeID: $0) }
      return Set(try await postgres.send(FindErasedOutcomes(keys)).map(\.outcomeID))
    }
    counts.entries = try await streams.run().byStream
    try await step(.streamsErased)
    if mode == .apply {
      let completedAt = counts.isEmpty ? clock.now : nil
      _ = try await postgres.send(
        NoteErasedEntries(of: tenant, digest, counts: counts.entries, completedAt: completedAt)
      )
      try await step(.entriesNoted)
    }
    return counts
  }

  private func receipt() async throws -> ErasureReceipt {
    guard let row = try await postgres.send(ListReceipts(of: key.tenantID, digest)).first else { throw Unfinished() }
    return ErasureReceipt(row)
  }
}
