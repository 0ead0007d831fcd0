import Delivery
public import EventModel
public import RedisClient

/// Removes what the streams of a tenant, and the shared ones, hold of one conversation: entries, whether read or not, dead
/// letters, and what is told of its outcomes.
///
/// Each stream is walked in pages of bounded size, and its letters after it: an entry that becomes a letter meanwhile is
/// found there, and one that was removed before can't become one. What a deal shares with other conversations is put back
/// without this one, unless it is handled already.
public struct StreamErasure: Sendable {
  /// What was found, and removed unless it was only counted.
  public struct Counts: Hashable, Sendable {
    /// Entries of events.
    public var entries = 0
    /// Entries that tell of samples.
    public var sampleEntries = 0
    /// Dead letters of both.
    public var letters = 0
    /// Entries and letters of deals that others share, which are without the conversation now.
    public var reduced = 0

    public init() {}

    public var isEmpty: Bool { self == Counts() }
  }

  private let tenant: TenantID
  private let conversation: ConversationID
  private let redis: RedisConnection
  private let isRehearsal: Bool
  private let decoder: EventDecoder
  private let erasedOutcomes: @Sendable (Set<OutcomeID>) async throws -> Set<OutcomeID>

  /// Ids in one entry that are compared.
  private static let idCountMax = 1000

  /// - Parameters:
  ///   - now: the server's time; an event from the future of it is read all the same.
  ///   - isRehearsal: whether everything is only counted.
  ///   - erasedOutcomes: which of some ids are those of erased outcomes.
  public init(
    of tenant: TenantID,
    _ conversation: ConversationID,
    redis: RedisConnection,
    now: Timestamp,
    isRehearsal: Bool = false,
    erasedOutcomes: @escaping @Sendable (Set<OutcomeID>) async throws -> Set<OutcomeID>
  ) {
    self.tenant = tenant
    self.conversation = conversation
    self.redis = redis
    self.isRehearsal = isRehearsal
    self.erasedOutcomes = erasedOutcomes
    decoder = EventDecoder(now: now + .days(36_500))
  }

  public func run() async throws -> Counts {
    var counts = Counts()
    for key in try await StreamSearch.keys(of: tenant, redis: redis) {
      switch key.eventType {
      case .agentAction, .customerReply, .dealStage:
        try await eraseEvents(key, &counts)
        try await eraseLetters(key, &counts)
      case .calibrationUpdated: try await eraseSamples(key, &counts)
      // Speaks of an action type, and of no conversation.
      case .calibrationAdjusted: continue
      }
    }
    return counts
  }

  /// How an entry stands to the conversation.
  private enum Relation {
    case none
    case own
    /// The event without it.
    case shared(Event)
  }

  private func eraseEvents(_ key: StreamKey, _ counts: inout Counts) async throws {
    var pages = StreamPages(key: key.text)
    while let page = try await pages.next(over: redis) {
      var own: [RedisStreamID] = []
      for entry in page {
        let fields = DeliveredEntry(key: key, entry: entry).fields ?? []
        switch relation(of: fields, in: key) {
        case .none: continue
        case .own: own.append(entry.id)
        case .shared(let event):
          counts.reduced += 1
          if isRehearsal { continue }
          let left = EventEncoder.fields(of: event.envelope, dataText: event.dataText).map(RedisField.init)
          _ = try await EntryRemoval.replace(entry.id, of: key, by: left, for: .outcomeWorkers, over: redis)
        }
      }
      counts.entries += own.count
      if !isRehearsal { try await EntryRemoval.remove(own, from: key, over: redis) }
    }
  }

  private func eraseLetters(_ key: StreamKey, _ counts: inout Counts) async throws {
    var pages = StreamPages(key: key.deadLetterText)
    while let page = try await pages.next(over: redis) {
      var own: [(id: RedisStreamID, entryID: RedisStreamID)] = []
      for entry in page {
        let letter = BuriedEntry(key: key, letter: entry)
        switch relation(of: letter.content.original, in: key) {
        case .none: continue
        case .own: own.append((letter.id, letter.entryID))
        case .shared(let event):
          counts.reduced += 1
          if isRehearsal { continue }
          let left = DeadLetterReplacement(
            letter,
            original: EventEncoder.fields(of: event.envelope, dataText: event.dataText),
            added: DeliveredEntry(key: key, entry: entry).fields ?? []
          )
          _ = try await redis.evaluate(DeadLetterReplacement.script, keys: left.keys, arguments: left.allArguments)
        }
      }
      counts.letters += own.count
      if !isRehearsal { _ = try await EntryRemoval.removeLetters(own, of: key, over: redis) }
    }
  }

  private func relation(of fields: [StreamField], in key: StreamKey) -> Relation {
    let named = UUIDSearch.find(in: fields, countMax: Self.idCountMax)
    let isNamed = named.contains(conversation.uuid)
    // An id can be spelt with escapes in JSON, which only a decoder reads.
    guard isNamed || fields.contains(where: { $0.value.contains(UInt8(ascii: "\\")) }) else { return .none }
    do throws(Refusal) {
      let event = try decoder.decode(fields, from: StreamContext(eventType: key.eventType, tenant: key.tenant))
      guard event.tenantID == tenant, event.conversationIDs.contains(conversation) else { return .none }
      return event.without([conversation]).map(Relation.shared) ?? .own
    } catch {
      // What can't be read isn't anybody else's if it names no other tenant.
      let owner = key.tenant ?? EntryNames(fields).tenantID
      return isNamed && (owner == nil || owner == tenant) ? .own : .none
    }
  }

  private func eraseSamples(_ key: StreamKey, _ counts: inout Counts) async throws {
    var entries = StreamPages(key: key.text)
    while let page = try await entries.next(over: redis) {
      let own = try await erased(among: page, in: key).map(\.id)
      counts.sampleEntries += own.count
      if !isRehearsal { try await EntryRemoval.remove(own, from: key, over: redis) }
    }
    var letters = StreamPages(key: key.deadLetterText)
    while let page = try await letters.next(over: redis) {
      let own = try await erased(among: page, in: key).map { BuriedEntry(key: key, letter: $0) }
      counts.letters += own.count
      if isRehearsal { continue }
      _ = try await EntryRemoval.removeLetters(own.map { ($0.id, $0.entryID) }, of: key, over: redis)
    }
  }

  private func erased(among page: [RedisStreamEntry], in key: StreamKey) async throws -> [RedisStreamEntry] {
    let named = page.map { entry in
      UUIDSearch.find(in: DeliveredEntry(key: key, entry: entry).fields ?? [], countMax: Self.idCountMax)
    }
    let outcomes = Set(named.joined().map { OutcomeID($0) })
    if outcomes.isEmpty { return [] }
    let erased = try await erasedOutcomes(outcomes)
    if erased.isEmpty { return [] }
    return zip(page, named).filter { $1.contains { erased.contains(OutcomeID($0)) } }.map(\.0)
  }
}
