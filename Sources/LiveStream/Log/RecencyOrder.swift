/// Keys in the order of their last use. Every step takes constant time: a doubly linked list by keys.
struct RecencyOrder<Key: Hashable & Sendable>: Sendable {
  private struct Links {
    var older: Key?
    var newer: Key?
  }

  private var links: [Key: Links] = [:]
  /// The least recently used.
  private(set) var oldest: Key?
  private var newest: Key?

  var count: Int { links.count }

  /// Makes a key the most recently used; it may be new.
  mutating func use(_ key: Key) {
    if newest == key { return }
    remove(key)
    links[key] = Links(older: newest, newer: nil)
    if let newest { links[newest]?.newer = key } else { oldest = key }
    newest = key
  }

  mutating func remove(_ key: Key) {
    guard let removed = links.removeValue(forKey: key) else { return }
    if let older = removed.older { links[older]?.newer = removed.newer } else { oldest = removed.newer }
    if let newer = removed.newer { links[newer]?.older = removed.older } else { newest = removed.older }
  }
}
