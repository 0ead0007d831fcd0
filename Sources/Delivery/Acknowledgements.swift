/// Entries whose effects are committed and whose acknowledgement Redis has not confirmed yet.
///
/// They ride with the next read. One that is lost with its connection costs nothing but a second look: the entry comes
/// again, and its event is known.
public struct Acknowledgements<Key: Hashable & Sendable, ID: Hashable & Sendable>: Hashable, Sendable {
  private var waiting: [Key: [ID]] = [:]

  public init() {}

  public var isEmpty: Bool { waiting.isEmpty }

  /// Notes entries after their commit.
  public mutating func add(_ ids: some Sequence<ID>, of key: Key) {
    waiting[key, default: []].append(contentsOf: ids)
  }

  /// What to send with the next read, by stream.
  public var due: [(key: Key, ids: [ID])] {
    waiting.map { (key: $0.key, ids: $0.value) }
  }

  /// Forgets what Redis has confirmed: what ``due`` gave before the send.
  public mutating func confirm(_ key: Key) {
    waiting[key] = nil
  }
}
