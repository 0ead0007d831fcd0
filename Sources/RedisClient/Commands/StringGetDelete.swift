/// `GETDEL`: the value, which is gone after it, or `nil` if the key doesn't exist. Of several takers one gets it.
public struct StringGetDelete: RedisCommand {
  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("GETDEL")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [UInt8]? {
    try reply.nonNull?.bytes()
  }
}
