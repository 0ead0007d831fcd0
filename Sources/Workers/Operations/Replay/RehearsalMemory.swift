import Calibration
import EventModel
import Store
import Streams

/// What a rehearsal's earlier batches would have recorded: their transactions were rolled back, so that the database
/// doesn't know.
///
/// Short hashes of ids and contents, so that a million letters take some tens of megabytes; two of a million meet with a
/// chance of less than one in ten million.
struct RehearsalMemory {
  private static let countMax = 1_000_000

  private enum Fact {
    case event(key: Int, content: Int)
    case sample(key: Int, revision: Int64)
  }

  private var contents: [Int: Int] = [:]
  private var revisions: [Int: Int64] = [:]
  /// Whether nothing had to be forgotten.
  private(set) var isComplete = true

  /// What would become of an entry after all that came before; remembers it.
  /// - Parameter outcome: what would become of it after its own batch alone.
  mutating func correct(_ outcome: EntryOutcome, of entry: DeliveredEntry, now: Timestamp) -> EntryOutcome {
    guard outcome == .applied, let fact = Self.fact(of: entry, now: now) else { return outcome }
    switch fact {
    case .event(let key, let content):
      if let known = contents[key] { return known == content ? .duplicate : .refused(.eventIDConflict()) }
      if hasRoom() { contents[key] = content }
    case .sample(let key, let revision):
      if let known = revisions[key], known >= revision { return .duplicate }
      if revisions[key] != nil || hasRoom() { revisions[key] = revision }
    }
    return .applied
  }

  private mutating func hasRoom() -> Bool {
    let hasRoom = contents.count + revisions.count < Self.countMax
    if !hasRoom { isComplete = false }
    return hasRoom
  }

  private static func fact(of entry: DeliveredEntry, now: Timestamp) -> Fact? {
    do throws(Refusal) {
      let event = try EventDecoder(now: now).decode(entry.fields ?? [], from: entry.context)
      switch event.body {
      case .calibrationUpdated(let update):
        let key = SampleKey(tenantID: event.tenantID, outcomeID: update.outcomeID)
        return .sample(key: key.hashValue, revision: update.revision)
      case .calibrationAdjusted:
        return nil
      case .agentAction, .customerReply, .dealStage:
        return .event(key: EventKey(event).hashValue, content: event.digest.hashValue)
      }
    } catch {
      // What would be applied was decoded a moment ago; only an event at the very edge of the future is refused by now.
      return nil
    }
  }
}
