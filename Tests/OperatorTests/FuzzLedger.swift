import Delivery
import EventModel
import RedisClient
import Resolution
import Store
import Streams
import TestSupport

/// What became of every entry of a fleet's streams, one by one, beside what had to become of it.
struct FuzzLedger {
  private(set) var entryCount = 0
  private(set) var appliedCount = 0
  private(set) var duplicateCount = 0
  /// Letters by their reason.
  private(set) var buried: [String: Int] = [:]
  /// The first few entries with another fate than theirs.
  private(set) var problems: [String] = []

  private let decoder: EventDecoder
  private let recorded: [EventKey: ContentDigest]
  private var letters: [String: DeadLetter] = [:]
  private var found: Set<EventKey> = []
  private var contents: [EventKey: Set<ContentDigest>] = [:]

  /// - Parameter now: about when the entries were handled.
  init(of fleet: TestFleet, now: Timestamp) async throws {
    decoder = EventDecoder(now: now)
    recorded = try await Self.recordedEvents(of: fleet)
    try await fleet.withRedis { redis in
      var keys: Set<StreamKey> = []
      for group in ConsumerGroup.allCases {
        keys.formUnion(try await StreamDirectory.find(group, redis: redis))
      }
      for key in keys { try await readLetters(of: key, redis) }
      // Which contents claim an id is known only when all entries were seen.
      for key in keys { try await walk(key.text, redis) { noteContent(of: $0, key) } }
      for key in keys { try await walk(key.text, redis) { judge($0, key) } }
    }
    for key in recorded.keys where !found.contains(key) { note("\(key) is recorded, and no entry says so") }
    for id in letters.keys { note("a letter of \(id), which isn't in its stream") }
  }

  private static func recordedEvents(of fleet: TestFleet) async throws -> [EventKey: ContentDigest] {
    var recorded: [EventKey: ContentDigest] = [:]
    for row in try await fleet.rows("SELECT tenant_id, event_id, encode(content_digest, 'hex') FROM learning.events") {
      let columns = row.split(separator: "|").map(String.init)
      let bytes = stride(from: 0, to: 32, by: 2).compactMap { UInt8(columns[2].dropFirst($0).prefix(2), radix: 16) }
      guard let tenant = TenantID(text: columns[0]), let event = EventID(text: columns[1]),
        let digest = ContentDigest(bytes: bytes)
      else { throw TestProcessFailure(description: "not a recorded event: \(row)") }
      recorded[EventKey(tenantID: tenant, eventID: event)] = digest
    }
    return recorded
  }

  private func walk(
    _ key: String,
    _ redis: RedisConnection,
    _ body: (RedisStreamEntry) -> Void
  ) async throws {
    var position = StreamRange.Bound.unbounded
    while true {
      let page = try await redis.send(StreamRange(key: key, from: position, count: 2000))
      guard let last = page.last else { return }
      for entry in page { body(entry) }
      position = .excluding(last.id)
    }
  }

  private mutating func readLetters(of key: StreamKey, _ redis: RedisConnection) async throws {
    var pages: [RedisStreamEntry] = []
    try await walk(key.deadLetterText, redis) { pages.append($0) }
    for entry in pages {
      let letter = DeadLetter(reading: Self.fields(of: entry))
      let id = "\(key.text) \(letter.originalID ?? "?")"
      if letters.updateValue(letter, forKey: id) != nil { note("\(id) was buried twice") }
    }
  }

  private mutating func noteContent(of entry: RedisStreamEntry, _ key: StreamKey) {
    guard case .success(let event) = decoded(entry, key) else { return }
    contents[event.key, default: []].insert(event.digest)
  }

  private mutating func judge(_ entry: RedisStreamEntry, _ key: StreamKey) {
    entryCount += 1
    let id = "\(key.text) \(entry.id)"
    let letter = letters.removeValue(forKey: id)
    if let letter {
      buried[letter.reasonCode, default: 0] += 1
      if DeadLetter.strip(Self.fields(of: entry)) != letter.original { note("\(id): its letter has other fields") }
    }
    switch decoded(entry, key) {
    case .failure(let refusal):
      if letter?.reasonCode != refusal.reason.rawValue {
        note("\(id): \(refusal.reason), but \(letter?.reasonCode ?? "no letter")")
      }
    case .success(let event): judge(event, letter, id)
    }
  }

  /// An event is applied, or a duplicate of what is; or it comes second with its id, or names no stage.
  private mutating func judge(_ event: Event, _ letter: DeadLetter?, _ id: String) {
    if case .calibrationUpdated = event.body {
      if let letter { note("\(id): a sample of ours was buried, \(letter.reasonCode)") }
      return
    }
    let isApplied = recorded[event.key] == event.digest
    switch (isApplied, letter?.reasonCode) {
    case (true, nil):
      if found.insert(event.key).inserted { appliedCount += 1 } else { duplicateCount += 1 }
    case (false, RefusalReason.eventIDConflict.rawValue):
      if contents[event.key, default: []].count < 2 { note("\(id): a conflict with nobody") }
    case (false, RefusalReason.invalidField.rawValue):
      if event.stageFields.allSatisfy({ Self.isKnown($0.name) }) { note("\(id): refused for no reason") }
    case (true, let reason?): note("\(id): applied, and buried for \(reason)")
    case (false, let reason): note("\(id): not applied, \(reason ?? "and nobody says why")")
    }
  }

  private static func isKnown(_ stage: StageName) -> Bool {
    StageOrder.default.contains(stage) || stage == .closedLost || stage == .stalled
  }

  private func decoded(_ entry: RedisStreamEntry, _ key: StreamKey) -> Result<Event, Refusal> {
    do throws(Refusal) {
      return .success(try decoder.decode(Self.fields(of: entry), from: key.context))
    } catch {
      return .failure(error)
    }
  }

  private static func fields(of entry: RedisStreamEntry) -> [StreamField] {
    (entry.fields ?? []).map { StreamField(name: $0.name, value: $0.value) }
  }

  private mutating func note(_ problem: String) {
    if problems.count < 20 { problems.append(problem) }
  }
}

extension Event {
  fileprivate var key: EventKey { EventKey(tenantID: envelope.tenantID, eventID: envelope.eventID) }
}
