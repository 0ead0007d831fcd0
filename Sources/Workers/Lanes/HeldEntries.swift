import Delivery
import RedisClient
import Streams
import Synchronization

/// What the consumers of this process are working on right now: the heartbeat tells Redis of it.
final class HeldEntries: Sendable {
  private let held = Mutex<[String: [DeliveredEntry]]>([:])

  /// Replaces what a consumer holds; nothing is copied.
  func hold(_ entries: [DeliveredEntry], by consumer: String) {
    held.withLock { $0[consumer] = entries.isEmpty ? nil : entries }
  }

  var current: [String: [DeliveredEntry]] { held.withLock { $0 } }

  /// The ids of all that is held, by stream.
  var ids: [StreamKey: Set<RedisStreamID>] {
    var ids: [StreamKey: Set<RedisStreamID>] = [:]
    for entries in current.values { for entry in entries { ids[entry.key, default: []].insert(entry.id) } }
    return ids
  }
}
