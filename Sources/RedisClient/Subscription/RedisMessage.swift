/// What somebody published.
public struct RedisMessage: Hashable, Sendable {
  /// The channel's name; bytes that aren't UTF-8 are replaced by U+FFFD.
  public let channel: String
  /// Any bytes.
  public let payload: [UInt8]

  public init(channel: String, payload: [UInt8]) {
    self.channel = channel
    self.payload = payload
  }
}
