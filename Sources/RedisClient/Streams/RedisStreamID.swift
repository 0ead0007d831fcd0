/// The id of a stream entry: the milliseconds of its arrival and a sequence number within them.
public struct RedisStreamID: Hashable, Sendable {
  /// Milliseconds since 1970, by the server's clock, unless the producer chose the id.
  public let milliseconds: UInt64
  public let sequence: UInt64

  public init(milliseconds: UInt64, sequence: UInt64) {
    self.milliseconds = milliseconds
    self.sequence = sequence
  }

  /// Before every entry.
  public static let minimum = RedisStreamID(milliseconds: 0, sequence: 0)
  /// After every entry.
  public static let maximum = RedisStreamID(milliseconds: .max, sequence: .max)

  /// The smallest id after this one; `nil` after ``maximum``.
  public var next: RedisStreamID? {
    if sequence < .max { return RedisStreamID(milliseconds: milliseconds, sequence: sequence + 1) }
    if milliseconds < .max { return RedisStreamID(milliseconds: milliseconds + 1, sequence: 0) }
    return nil
  }

  /// Parses `milliseconds-sequence`, both in decimal digits without signs; a missing sequence is 0, as in Redis.
  public init?(_ text: some StringProtocol) {
    self.init(utf8: text.utf8)
  }

  init?(utf8 text: some Collection<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let milliseconds = Self.number(parts[0]) else { return nil }
    guard parts.count == 2 else {
      self.init(milliseconds: milliseconds, sequence: 0)
      return
    }
    guard let sequence = Self.number(parts[1]) else { return nil }
    self.init(milliseconds: milliseconds, sequence: sequence)
  }

  private static func number(_ digits: some Collection<UInt8>) -> UInt64? {
    if digits.isEmpty { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}

extension RedisStreamID: Comparable {
  public static func < (left: RedisStreamID, right: RedisStreamID) -> Bool {
    (left.milliseconds, left.sequence) < (right.milliseconds, right.sequence)
  }
}

extension RedisStreamID: CustomStringConvertible {
  public var description: String { "\(milliseconds)-\(sequence)" }
}
