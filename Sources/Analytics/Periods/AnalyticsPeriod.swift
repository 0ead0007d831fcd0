public import EventModel

/// The days that a document is about: whole days of UTC.
public struct AnalyticsPeriod: Hashable, Sendable {
  /// How many days a period can have.
  public static let dayCounts = 1...366

  /// The first day.
  public let from: UTCDay
  /// The last day, included.
  public let to: UTCDay

  /// `nil` where the number of days is not in ``dayCounts``.
  public init?(from: UTCDay, to: UTCDay) {
    guard from <= to, Self.dayCounts.contains(to.number - from.number + 1) else { return nil }
    self.init(valid: from, to)
  }

  /// The last days, the one in which `now` lies included; `nil` where their number is not in ``dayCounts``.
  public init?(lastDays dayCount: Int, now: Timestamp) {
    guard Self.dayCounts.contains(dayCount) else { return nil }
    let today = UTCDay(now)
    self.init(valid: today - (dayCount - 1), today)
  }

  private init(valid from: UTCDay, _ to: UTCDay) {
    self.from = from
    self.to = to
  }

  public var dayCount: Int { to.number - from.number + 1 }

  /// As many days right before it, for comparison.
  public var previous: AnalyticsPeriod { AnalyticsPeriod(valid: from - dayCount, from - 1) }

  public func contains(_ day: UTCDay) -> Bool { from <= day && day <= to }

  var json: JSONValue {
    .object([
      JSONMember("from", .string(from.description)),
      JSONMember("to", .string(to.description)),
      JSONMember("days", .number(JSONNumber(Int64(dayCount)))),
    ])
  }
}
