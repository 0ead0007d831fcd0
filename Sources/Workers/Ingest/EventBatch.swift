import EventModel
import Store
import Streams

/// A batch of entries, decoded: what to record, and what can never be.
struct EventBatch {
  /// Each event id once.
  private(set) var events: [Event] = []
  private(set) var burials: [DeadLetterQueue.Burial] = []
  /// Entries with the id of an event of this batch and other content. Which of them is the recorded event, only the
  /// store can say, after this batch.
  private(set) var contested: [DeliveredEntry] = []
  /// Entries that repeat an event of this batch.
  private(set) var duplicateCount = 0
  private var entries: [EventKey: [DeliveredEntry]] = [:]
  private var digests: [EventKey: ContentDigest] = [:]

  init(_ entries: [DeliveredEntry], now: Timestamp) {
    let decoder = EventDecoder(now: now)
    for entry in entries {
      // Deleted while it was pending: nothing is left to apply.
      guard let fields = entry.fields else { continue }
      do throws(Refusal) {
        add(try decoder.decode(fields, from: entry.context), from: entry)
      } catch {
        burials.append(.init(entry: entry, refusal: error))
      }
    }
  }

  private mutating func add(_ event: Event, from entry: DeliveredEntry) {
    let key = EventKey(event)
    switch digests[key] {
    case nil:
      digests[key] = event.digest
      events.append(event)
      entries[key] = [entry]
    case event.digest:
      duplicateCount += 1
      entries[key]?.append(entry)
    default:
      contested.append(entry)
    }
  }

  /// Takes an event out: every entry that carried it is buried.
  mutating func refuse(_ key: EventKey, _ refusal: Refusal) {
    burials += (entries[key] ?? []).map { .init(entry: $0, refusal: refusal) }
  }
}
