/// The last updates of one tenant.
struct TenantUpdates: Sendable {
  /// Of the ring itself, about.
  static let overheadByteCount = 256

  /// Where the oldest update that is held follows: the id of the last one that isn't, or a mark of the log.
  private(set) var base: String
  private(set) var held = UpdateQueue()

  init(base: String) {
    self.base = base
  }

  /// The id of the newest update.
  var position: String { held.last?.id ?? base }
  var byteCount: Int { held.byteCount + Self.overheadByteCount }

  /// What came after an id; `nil` where that isn't known any more.
  func updates(after id: String) -> [AnalyticsUpdate]? {
    id == base ? held.all : held.updates(after: id)
  }

  mutating func append(_ update: AnalyticsUpdate, countMax: Int, byteCountMax: Int) {
    if update.isTruncated {
      // Nobody can catch up past it but by reading everything.
      held.removeAll()
      base = update.id
      return
    }
    held.append(update)
    while held.count > countMax || held.byteCount > byteCountMax, let dropped = held.popFirst() { base = dropped.id }
  }
}
