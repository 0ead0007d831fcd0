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
      }
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
    for (position, outcome) in zip(contested, later) { all[position] = outcome }
    return all
  }
}
