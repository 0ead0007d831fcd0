import IOThread

/// The state of one connection that listens: when it was last heard, and whether it was asked since.
struct RedisListening {
  struct Limits {
    /// Before a `PING`.
    let silence: Duration
    /// For the answer to it, and for the confirmations.
    let answer: Duration
    let messageByteCount: Int
    /// For one batch.
    let messageCount: Int
  }

  private var lastHeard = ContinuousClock.now
  private var askedAt: ContinuousClock.Instant?

  /// Subscribes to all topics.
  /// - Returns: messages that arrived among the confirmations.
  mutating func begin(
    _ topics: [RedisTopic],
    over context: borrowing HiredisContext,
    _ channel: RedisChannel,
    limits: Limits
  ) throws(RedisError) -> [RedisMessage] {
    let deadline = ContinuousClock.now + limits.answer
    var encoder = RedisCommandEncoder()
    for topic in topics { encoder.encode(topic.command) }
    try channel.sendAll(encoder.bytes, over: context, deadline: deadline)
    var messages: [RedisMessage] = []
    var unconfirmedCount = topics.count
    while unconfirmedCount > 0 {
      while unconfirmedCount > 0, let reply = try context.nextReply() {
        switch try RedisPush(reply) {
        case .message(let message): messages.append(message)
        case .confirmation: unconfirmedCount -= 1
        case .pong: break
        }
      }
      if unconfirmedCount == 0 { break }
      // A busy topic that comes first could fill the memory before the last one is confirmed.
      if messages.count > limits.messageCount { throw .endlessInput }
      if ContinuousClock.now >= deadline { throw .silentServer }
      switch channel.wait(for: .readable, of: context, deadline: deadline) {
      case .ready: try hear(context, limits)
      case .deadlineExceeded: throw .silentServer
      case .cancelled: throw .cancelledWhileListening
      }
    }
    return messages
  }

  /// Waits for messages, and asks a silent server whether it is there.
  /// - Returns: at least one, at most the limit.
  mutating func messages(
    over context: borrowing HiredisContext,
    _ channel: RedisChannel,
    limits: Limits
  ) throws(RedisError) -> [RedisMessage] {
    while true {
      var messages: [RedisMessage] = []
      while messages.count < limits.messageCount, let reply = try context.nextReply() {
        if case .message(let message) = try RedisPush(reply) { messages.append(message) }
      }
      if !messages.isEmpty { return messages }
      let deadline = askedAt.map { $0 + limits.answer } ?? (lastHeard + limits.silence)
      switch channel.wait(for: .readable, of: context, deadline: deadline) {
      case .ready: try hear(context, limits)
      case .deadlineExceeded:
        if askedAt != nil { throw .silentServer }
        try ask(context, channel, limits)
      case .cancelled: throw .cancelledWhileListening
      }
    }
  }

  private mutating func hear(_ context: borrowing HiredisContext, _ limits: Limits) throws(RedisError) {
    try context.receive()
    lastHeard = .now
    askedAt = nil
    if context.unreadByteCount > limits.messageByteCount + Self.framingByteCount { throw .endlessInput }
  }

  /// Replies that are complete are taken before the next bytes are received, so that what is unread after that is one
  /// message, its frame, and the receipt that completed the one before.
  private static let framingByteCount = 32 * 1024

  private mutating func ask(
    _ context: borrowing HiredisContext,
    _ channel: RedisChannel,
    _ limits: Limits
  ) throws(RedisError) {
    var encoder = RedisCommandEncoder()
    encoder.encode(Ping())
    try channel.sendAll(encoder.bytes, over: context, deadline: .now + limits.answer)
    askedAt = .now
  }
}

extension RedisChannel {
  /// Sends without looking at what comes back meanwhile: only for what is small.
  fileprivate func sendAll(
    _ bytes: [UInt8],
    over context: borrowing HiredisContext,
    deadline: ContinuousClock.Instant
  ) throws(RedisError) {
    var sentCount = 0
    while true {
      sentCount += try send(bytes, from: sentCount, over: context)
      if sentCount == bytes.count { return }
      switch wait(for: .writable, of: context, deadline: deadline) {
      case .ready: continue
      case .deadlineExceeded: throw .silentServer
      case .cancelled: throw .cancelledWhileListening
      }
    }
  }
}

extension RedisError {
  fileprivate static let silentServer = RedisError(code: .timeout, message: "the server is silent")
  fileprivate static let cancelledWhileListening = RedisError(code: .cancelled, message: "cancelled while listening")
  fileprivate static let endlessInput = RedisError(
    code: .protocolViolation,
    message: "a message is longer than the limit, or the confirmation doesn't come"
  )
}
