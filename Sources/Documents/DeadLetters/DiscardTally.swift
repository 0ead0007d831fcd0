public import Streams

/// What a discard took away.
public struct DiscardTally: Sendable {
  public var matched = 0
  public private(set) var discarded = 0
  public private(set) var entriesDeleted = 0
  public private(set) var gone = 0

  public init() {}

  public mutating func add(_ discard: DeadLetterStore.Discard) {
    switch discard {
    case .letterAndEntry:
      discarded += 1
      entriesDeleted += 1
    case .letter: discarded += 1
    case .nothing: gone += 1
    }
  }
}
