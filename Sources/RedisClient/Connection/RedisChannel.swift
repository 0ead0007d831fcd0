import IOThread

/// One call's use of a context: bytes out, replies in, under a deadline and a cancellation.
struct RedisChannel {
  let thread: IOThread
  let cancellation: IOCancellation

  /// Sends a flight and appends one reply for each of its commands.
  ///
  /// Receives while it sends: a server with a full output buffer stops reading, and two peers that only send would wait for
  /// each other.
  func fly(
    _ flight: RedisFlight,
    over context: borrowing HiredisContext,
    deadline: ContinuousClock.Instant,
    replies: inout [RedisReply]
  ) throws(RedisError) {
    let replyCount = replies.count + flight.commandCount
    var sentCount = 0
    while true {
      if sentCount < flight.bytes.count { sentCount += try send(flight.bytes, from: sentCount, over: context) }
      while replies.count < replyCount, let reply = try context.nextReply() { replies.append(reply) }
      if replies.count == replyCount { break }
      // Without this a peer that sends a byte now and then would be ready each time, and never late.
      if ContinuousClock.now >= deadline { throw .answerTimeout }
      let interest: IOThread.Readiness = sentCount < flight.bytes.count ? [.readable, .writable] : .readable
      switch wait(for: interest, of: context, deadline: deadline) {
      case .ready(let readiness): if readiness.contains(.readable) { try context.receive() }
      case .deadlineExceeded: throw .answerTimeout
      case .cancelled: throw RedisError(code: .cancelled, message: "cancelled while waiting for the answer")
      }
    }
    guard sentCount == flight.bytes.count, !context.hasUnreadInput else {
      throw RedisError(code: .protocolViolation, message: "the server answered more than it was asked")
    }
  }

  func wait(
    for readiness: IOThread.Readiness,
    of context: borrowing HiredisContext,
    deadline: ContinuousClock.Instant
  ) -> IOThread.WaitResult {
    thread.waitUntilReady(
      descriptor: context.descriptor,
      for: readiness,
      deadline: deadline,
      cancellation: cancellation
    )
  }

  /// Sends what the socket takes now of `bytes` from `start` on.
  func send(
    _ bytes: [UInt8],
    from start: Int,
    over context: borrowing HiredisContext
  ) throws(RedisError) -> Int {
    let result: Result<Int, RedisError> = bytes.withUnsafeBytes { buffer in
      do throws(RedisError) {
        return .success(try context.send(UnsafeRawBufferPointer(rebasing: buffer[start...])))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

extension RedisError {
  fileprivate static let answerTimeout = RedisError(code: .timeout, message: "the server didn't answer in time")
}
