/// A `timestamptz`: a point in time with the server's own resolution.
public struct PostgresTimestamp: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC; negative before.
  public let microsecondsSince1970: Int64

  /// A point in time.
  ///
  /// - Parameter microsecondsSince1970: what the server can store lies between 4713 BC and 294276 AD.
  public init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  public static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }

  /// The server counts from 2000-01-01: 10,957 days after 1970 (`POSTGRES_EPOCH_JDATE` in `timestamp.h`).
  static let epochMicroseconds: Int64 = 10_957 * 86_400 * 1_000_000

  /// The wire's number; clamped just inside the two that mean "infinity", which the server then refuses as out of range.
  var microsecondsSince2000: Int64 {
    let (difference, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epochMicroseconds)
    return overflow || difference == .min ? .min + 1 : difference
  }

  /// `nil` for the infinities, and for what doesn't fit.
  init?(microsecondsSince2000: Int64) {
    if microsecondsSince2000 == .min || microsecondsSince2000 == .max { return nil }
    let (sum, overflow) = microsecondsSince2000.addingReportingOverflow(Self.epochMicroseconds)
    if overflow { return nil }
    self.init(microsecondsSince1970: sum)
  }
}
