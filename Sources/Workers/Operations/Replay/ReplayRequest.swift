import EventModel
public import Streams

/// Which letters are handled again, and how.
public struct ReplayRequest: Sendable {
  public let filter: DeadLetterFilter
  /// Letters at most; `nil` is all.
  public let countMax: Int?
  /// Letters a second at most; `nil` is as fast as it goes.
  public let ratePerSecond: Double?
  /// Whether nothing is changed, and only said what would be.
  public let isRehearsal: Bool
  /// Whether each letter and the sums are printed as JSON.
  public let printsJSON: Bool

  /// - Parameters:
  ///   - countMax: above 0.
  ///   - ratePerSecond: above 0.
  public init(
    filter: DeadLetterFilter,
    countMax: Int? = nil,
    ratePerSecond: Double? = nil,
    isRehearsal: Bool = false,
    printsJSON: Bool = false
  ) {
    self.filter = filter
    self.countMax = countMax
    self.ratePerSecond = ratePerSecond
    self.isRehearsal = isRehearsal
    self.printsJSON = printsJSON
  }
}
