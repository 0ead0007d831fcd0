public import EventModel

/// Which correction was in force when: the versions of one action type in the order of their times.
public struct CorrectionTimeline: Hashable, Sendable {
  private struct Entry: Hashable {
    let since: Timestamp
    let version: Int64
    let correction: Correction
  }

  private var entries: [Entry] = []

  /// Nothing but the beginning.
  public init() {}

  /// Notes a version; versions are added in their order.
  public mutating func add(_ correction: Correction, version: Int64, since: Timestamp) {
    precondition(entries.last.map { $0.version < version } ?? (version > 0), "versions come in their order")
    entries.append(Entry(since: since, version: version, correction: correction))
  }

  /// The correction of an action: the one that it says it acted under, else the one that was in force at its time.
  public func correction(at time: Timestamp, version: Int64? = nil) -> Correction {
    if version == 0 { return .initial }
    if let version, let entry = entries.last(where: { $0.version == version }) { return entry.correction }
    return entries.last { $0.since < time }?.correction ?? .initial
  }

  /// The latest one.
  public var current: Correction { entries.last?.correction ?? .initial }
}
