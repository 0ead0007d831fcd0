/// What a server sends to a subscriber, in the arrays of RESP2.
enum RedisPush {
  case message(RedisMessage)
  /// The answer to `SUBSCRIBE` or `PSUBSCRIBE`.
  case confirmation
  /// The answer to `PING`.
  case pong

  /// - Throws: the server's own error, such as `NOPERM`; ``RedisError/Code/unexpectedReply`` for anything else that no
  ///   subscriber is sent.
  init(_ reply: RedisReply) throws(RedisError) {
    let parts = try reply.success().elements(atLeast: 1)
    switch try parts[0].text() {
    case "message":
      let parts = try reply.elements(atLeast: 3)
      self = .message(RedisMessage(channel: try parts[1].text(), payload: try parts[2].bytes()))
    case "pmessage":
      // The pattern comes first; who listens to several patterns tells them by the channel.
      let parts = try reply.elements(atLeast: 4)
      self = .message(RedisMessage(channel: try parts[2].text(), payload: try parts[3].bytes()))
    case "subscribe", "psubscribe": self = .confirmation
    case "pong": self = .pong
    default: throw RedisError(code: .unexpectedReply, message: "a push of a kind that no subscriber is sent")
    }
  }
}
