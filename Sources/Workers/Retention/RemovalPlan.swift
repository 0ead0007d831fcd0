import Store

/// Which of some conversations can go together: those that have events in common go at once, or not at all, because each
/// fold reads the whole history of its conversation.
struct RemovalPlan {
  private var parents: [ConversationKey: ConversationKey] = [:]
  /// Conversations that stay, whatever they are joined with.
  private var kept: Set<ConversationKey> = []

  /// Conversations that the transaction holds.
  private(set) var held: Set<ConversationKey> = []

  mutating func hold(_ keys: some Sequence<ConversationKey>) { held.formUnion(keys) }

  mutating func keep(_ keys: some Sequence<ConversationKey>) { kept.formUnion(keys) }

  /// Notes that two conversations have an event in common.
  mutating func join(_ left: ConversationKey, _ right: ConversationKey) {
    let (left, right) = (root(of: left), root(of: right))
    if left != right { parents[max(left, right)] = min(left, right) }
  }

  /// The held ones that nothing keeps, in their order.
  func removable() -> [ConversationKey] {
    let keptRoots = Set(kept.map(root))
    return held.filter { !keptRoots.contains(root(of: $0)) }.sorted()
  }

  private func root(of key: ConversationKey) -> ConversationKey {
    var key = key
    while let parent = parents[key] { key = parent }
    return key
  }
}
