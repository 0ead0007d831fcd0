import Delivery
import EventModel
import PostgresClient
import RedisClient
import Resolution
import Store
import TableOracle

/// What is in the stores against what was published, without a word from the product's own checks.
struct Comparison: Sendable {
  private static let exampleCountMax = 5

  let load: ChaosLoad
  let stores: ChaosStores
  let journal: Journal
  /// How often each entry that is to be buried was published at most.
  let copyCounts: [String: Int]

  func run() async throws {
    try await compareEvents()
    try await compareTables()
    let redis = try stores.redisConnection("chaos-comparison")
    try await compareLetters(redis)
    await redis.close()
  }

  private func compareEvents() async throws {
    let recorded = try await stores.recordedEvents()
    report("events are not recorded", load.eventIdentities.subtracting(recorded))
    report("events are recorded that nobody published", recorded.subtracting(load.eventIdentities))
  }

  /// The outcomes, samples and credits against the slow, obvious fold of the same events.
  private func compareTables() async throws {
    let pool = try stores.postgresPool()
    let stored = try await StoredState(in: pool)
    await pool.close()
    guard let far = Timestamp(rfc3339: Settling.far) else { preconditionFailure("not a time") }
    let policies = try SettingChange.policies(after: load.settingChanges)
    let expected = StoredState(folding: load.histories, policies: policies, now: far)
    journal.note("\(stored.conversations.count) conversations, \(expected.conversations.count) by the reference")
    let differing = stored.differences(from: expected)
    report("conversations differ from the reference", differing.map { "\($0.tenantID) \($0.conversationID)" })
    var text = ""
    for key in differing {
      let (there, right) = (stored.conversations[key], expected.conversations[key])
      text += "\(key)\n  stored: \(String(describing: there))\n  reference: \(String(describing: right))\n"
    }
    if !text.isEmpty { try journal.write(text, to: "differences") }
  }

  private func compareLetters(_ redis: RedisConnection) async throws {
    let letters = try await Letter.all(in: redis)
    journal.note("\(letters.count) dead letters")
    let fates = Dictionary(
      load.entries.filter { $0.fate != .applied }.map { ($0.identity, $0.fate) },
      uniquingKeysWith: { first, _ in first }
    )
    report(
      "letters are wrong",
      letters.filter { fates[$0.identity] != RefusalReason(rawValue: $0.reason).map { .buried($0) } }
        .map { "\($0.stream) \($0.originalID) \($0.reason)" }
    )
    let places = Dictionary(letters.map { ("\($0.stream) \($0.originalID)", 1) }, uniquingKeysWith: +)
    report("entries are buried more than once", places.filter { $0.value > 1 }.map(\.key))
    let counts = Dictionary(letters.map { ($0.identity, 1) }, uniquingKeysWith: +)
    report("malformed entries are not buried", fates.keys.filter { counts[$0] == nil })
    report(
      "malformed entries have more letters than they were published",
      counts.filter { $0.value > copyCounts[$0.key, default: 0] }.map(\.key)
    )
    report(
      "malformed entries in a stream have no letter",
      try await malformedEntries(redis).filter { places[$0] == nil }
    )
  }

  /// Where the malformed entries are that the streams still hold.
  private func malformedEntries(_ redis: RedisConnection) async throws -> [String] {
    var found: [String] = []
    for key in try await Letter.keys(of: redis, type: "stream").compactMap(StreamKey.init(text:)) {
      for entry in try await redis.send(StreamRange(key: key.text)) where entry[LoadEntry.markField] != nil {
        found.append("\(key) \(entry.id)")
      }
    }
    return found
  }

  private func report(_ what: String, _ offenders: some Collection<String>) {
    if offenders.isEmpty { return }
    let examples = offenders.sorted().prefix(Self.exampleCountMax).joined(separator: ", ")
    journal.find("\(offenders.count) \(what): \(examples)")
  }
}
