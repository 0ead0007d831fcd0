import Delivery
import EventModel
import Store
import Streams

/// A batch of entries, decoded: what to record, and what can never be.
struct EventBatch {
  /// Each event id once.
  private(set) var events: [Event] = []
  /// Positions of entries with the id of an event of this batch and other content. Which of them is the recorded event,
  /// only the store can say, after this batch.
  private(set) var contested: [Int] = []
  private var outcomes: [EntryOutcome]
  /// The entries that carry each event.
  private var positions: [EventKey: [Int]] = [:]
  private var digests: [EventKey: ContentDigest] = [:]
  private var contestedKeys: [Int: EventKey] = [:]
  /// What entries that can never be recorded name, and could be a conversation of their tenant.
  private var suspects: [Int: Set<ConversationKey>] = [:]
  /// What is left of entries that name erased conversations beside others.
  private var reductions: [Int: [StreamField]] = [:]
  /// Ids of one such entry that are looked at; one of any size must not make a batch large.
  private static let suspectCountMax = 1000

  init(_ entries: [DeliveredEntry], now: Timestamp) {
    outcomes = Array(repeating: .duplicate, count: entries.count)
    let decoder = EventDecoder(now: now)
    for (position, entry) in entries.enumerated() {
      guard let fields = entry.fields else {
        outcomes[position] = .gone
        continue
      }
      do throws(Refusal) {
        add(try decoder.decode(fields, from: entry.context), at: position)
      } catch {
        outcomes[position] = .refused(error)
        suspects[position] = Self.suspects(in: fields, of: entry)
      }
    }
  }

  /// What an entry that can't be decoded names, and could be a conversation of its tenant; `nil` where there is nothing.
  static func suspects(in fields: [StreamField], of entry: DeliveredEntry) -> Set<ConversationKey>? {
    guard let tenant = entry.key.tenant ?? EntryNames(fields).tenantID else { return nil }
    let ids = UUIDSearch.find(in: fields, countMax: suspectCountMax)
    return ids.isEmpty ? nil : Set(ids.map { ConversationKey(tenantID: tenant, conversationID: ConversationID($0)) })
  }

  /// Whether nothing needs to be asked of the store.
  var isSettled: Bool { events.isEmpty && suspects.isEmpty }

  /// What could be erased: the conversations of the events, and what is named by entries that would become dead letters,
  /// which hold all that their entries say.
  var conversations: Set<ConversationKey> {
    var all = Set(events.flatMap(ConversationKey.all(of:)))
    for keys in suspects.values { all.formUnion(keys) }
    return all
  }

  /// Takes erased conversations out: of the events that concern others too, and the events that concern no other.
  mutating func erase(_ erased: Set<ConversationKey>) {
    if erased.isEmpty { return }
    for (position, keys) in suspects where !keys.isDisjoint(with: erased) { outcomes[position] = .erased }
    events = events.compactMap { event in
      let key = EventKey(event)
      if let left = event.without(erased) {
        if left.conversationIDs.count == event.conversationIDs.count { return event }
        let fields = EventEncoder.fields(of: left.envelope, dataText: left.dataText)
        for position in positions[key] ?? [] { reductions[position] = fields }
        return left
      }
      for position in positions[key] ?? [] { outcomes[position] = .erased }
      return nil
    }
  }

  private mutating func add(_ event: Event, at position: Int) {
    let key = EventKey(event)
    switch digests[key] {
    case nil:
      digests[key] = event.digest
      events.append(event)
      positions[key] = [position]
    case event.digest:
      positions[key]?.append(position)
    default:
      contested.append(position)
      contestedKeys[position] = key
    }
  }

  /// Takes an event out: every entry that carried it is refused.
  mutating func refuse(_ key: EventKey, _ refusal: Refusal) {
    for position in positions[key] ?? [] { outcomes[position] = .refused(refusal) }
  }

  /// The events that are new: the first entry of each brought it.
  mutating func apply(_ keys: some Sequence<EventKey>) {
    for key in keys {
      if let first = positions[key]?.first { outcomes[first] = .applied }
    }
  }

  /// Whether the event with whose id a contested entry came is, or would be, the recorded one.
  func isTaken(byOtherThan position: Int) -> Bool {
    guard let key = contestedKeys[position], let first = positions[key]?.first else { return false }
    return outcomes[first] == .applied || outcomes[first] == .duplicate
  }

  /// What became of each entry, in the order of the entries.
  /// - Parameter later: what became of the ``contested`` ones, in their order.
  func outcomes(contested later: [EntryOutcome]) -> [EntryOutcome] {
    precondition(later.count == contested.count, "every contested entry is decided")
    var all = outcomes
    for (position, left) in reductions {
      switch all[position] {
      case .applied: all[position] = .reduced(isNew: true)
      case .duplicate: all[position] = .reduced(isNew: false)
      case .refused(let refusal): all[position] = .refusedPart(refusal, left: left)
      case .reduced, .refusedPart, .erased, .gone: continue
      }
    }
    for (position, outcome) in zip(contested, later) { all[position] = outcome }
    return all
  }
}
