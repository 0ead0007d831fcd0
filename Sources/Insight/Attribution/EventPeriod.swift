public import EventModel

/// A stretch of event time.
public struct EventPeriod: Hashable, Sendable {
  public static let always = EventPeriod(from: nil, until: nil)

  /// The first instant of it; `nil`: since ever.
  public let from: Timestamp?
  /// The first instant after it; `nil`: without an end.
  public let until: Timestamp?

  public init(from: Timestamp?, until: Timestamp?) {
    self.from = from
    self.until = until
  }

  func contains(_ time: Timestamp) -> Bool {
    from.map { $0 <= time } ?? true && until.map { time < $0 } ?? true
  }
}
