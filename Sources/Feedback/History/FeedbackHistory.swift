/// Everything that one person entered about one target, and the rating that counts.
///
/// A function of the set of entries: neither their order of arrival nor an entry that comes twice changes it. (Which of
/// two different entries with one id came first is outside of that, as it is for events.)
public struct FeedbackHistory: Hashable, Sendable {
  /// In the order of time, each once. Nothing ever leaves it.
  public private(set) var entries: [FeedbackEntry]

  public init(_ entries: some Sequence<FeedbackEntry>) {
    self.entries = Set(entries).sorted { $0.precedes($1) }
  }

  /// Takes an entry in, once.
  public mutating func insert(_ entry: FeedbackEntry) {
    guard !entries.contains(entry) else { return }
    let position = entries.firstIndex { entry.precedes($0) } ?? entries.endIndex
    entries.insert(entry, at: position)
  }

  /// The entry whose rating counts: the last that sets one, unless it was withdrawn.
  ///
  /// A rating is set, not added: what came before the last one never returns, also when the last one is withdrawn.
  /// Withdrawing an earlier one changes nothing, so that a stale page can't take back what it never showed.
  public var current: FeedbackEntry? {
    guard let last = entries.last(where: { $0.rating != nil }) else { return nil }
    let isWithdrawn = entries.contains { $0.kind == .withdrawn(last.id) }
    return isWithdrawn ? nil : last
  }

  /// The rating that counts; `nil` where there is none, or none any more.
  public var rating: FeedbackRating? { current?.rating }
}
