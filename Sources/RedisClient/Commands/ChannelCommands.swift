/// `PUBLISH`: how many clients of this server the message was sent to.
public struct ChannelPublish: RedisCommand {
  private let channel: String
  private let message: [UInt8]

  public init(channel: String, message: [UInt8]) {
    self.channel = channel
    self.message = message
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("PUBLISH")
    encoder.append(channel)
    encoder.append(message)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}
