public import EventModel

/// One act of one person about one target: a rating, or the withdrawal of one.
public struct FeedbackEntry: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case set(FeedbackRating)
    /// Takes back the rating that the entry with this id set.
    case withdrawn(FeedbackID)
  }

  public let id: FeedbackID
  /// When the person acted.
  public let enteredAt: Timestamp
  public let kind: Kind

  public init(id: FeedbackID, enteredAt: Timestamp, kind: Kind) {
    self.id = id
    self.enteredAt = enteredAt
    self.kind = kind
  }

  /// The rating that the entry sets; `nil` for a withdrawal.
  public var rating: FeedbackRating? {
    switch kind {
    case .set(let rating): rating
    case .withdrawn: nil
    }
  }

  /// The order of time; where times are equal the id decides, as for events.
  func precedes(_ other: FeedbackEntry) -> Bool {
    enteredAt == other.enteredAt ? id < other.id : enteredAt < other.enteredAt
  }
}
