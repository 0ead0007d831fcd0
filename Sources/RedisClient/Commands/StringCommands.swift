/// `GET`: the value, or `nil` if the key doesn't exist.
public struct StringGet: RedisCommand {
  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("GET")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [UInt8]? {
    try reply.nonNull?.bytes()
  }
}

/// `SET`: whether the value was set, which the condition decides.
public struct StringSet: RedisCommand {
  public enum Condition: Hashable, Sendable {
    case always
    case keyIsMissing
    case keyExists
  }

  private let key: String
  private let value: [UInt8]
  private let expiry: Duration?
  private let condition: Condition

  /// - Parameter expiry: the key's time to live, more than zero, rounded up to milliseconds; `nil` keeps it for ever.
  public init(key: String, value: [UInt8], expiry: Duration? = nil, condition: Condition = .always) {
    precondition(expiry.map { $0 > .zero } ?? true, "an expiry is more than zero")
    self.key = key
    self.value = value
    self.expiry = expiry
    self.condition = condition
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("SET")
    encoder.append(key)
    encoder.append(value)
    if let expiry {
      encoder.append("PX")
      encoder.appendMilliseconds(expiry)
    }
    switch condition {
    case .always: break
    case .keyIsMissing: encoder.append("NX")
    case .keyExists: encoder.append("XX")
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Bool {
    if case .null = reply { return false }
    try reply.expectOK()
    return true
  }
}
