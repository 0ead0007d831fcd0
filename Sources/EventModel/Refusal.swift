import Crypto

/// The verdict that an entry can't be applied: why, where, and what to do about it.
public struct Refusal: Error, Hashable, Sendable {
  public let reason: RefusalReason
  /// The path of the field at fault, such as `timestamp` or `data.predicted_confidence`; `nil` where none is.
  public let field: String?
  /// One sentence for the operator; never holds a value of the payload.
  public let message: String

  public init(_ reason: RefusalReason, field: String?, message: String) {
    self.reason = reason
    self.field = field
    self.message = message
  }

  /// The same for refusals with the same cause: reason, event type and field. 16 hexadecimal digits.
  public func fingerprint(eventType: EventType) -> String {
    // The separator occurs in none of the three, so that no two triples run together.
    let cause = [reason.rawValue, eventType.rawValue, field ?? ""].joined(separator: "\u{1F}")
    let digits = Array("0123456789abcdef")
    return SHA256.hash(data: Array(cause.utf8)).prefix(8).reduce(into: "") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
}
