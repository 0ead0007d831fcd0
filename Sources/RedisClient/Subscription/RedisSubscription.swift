import IOThread
import Synchronization

/// A connection of its own that listens to channels, and connects again after each loss.
///
/// It is a sequence for one consumer with one iterator, and pulled: what the consumer doesn't take waits in the socket, and in the server's
/// output buffer for this client, which the server bounds by closing the connection (`client-output-buffer-limit pubsub`).
/// So nothing is missed without a ``RedisSubscriptionEvent/subscribed(generation:)`` that says so. In between it holds at
/// most ``batchMessageCountMax`` messages.
///
/// The back-off is that of the configuration. A server that is silent for longer than ``silenceMax`` is sent a `PING`; without
/// an answer within the command timeout the connection counts as lost.
///
/// The sequence ends after ``close()``, and fails with ``RedisError/Code/cancelled`` when its task is cancelled, both at once.
public actor RedisSubscription {
  /// Messages that are taken from the connection at a time.
  public static let batchMessageCountMax = 1000

  public nonisolated let configuration: RedisConfiguration
  public nonisolated let name: String
  /// How long a connection may be silent before it is asked.
  public nonisolated let silenceMax: Duration
  /// Bytes of a message. A longer one costs the connection, because there is no way to skip it unread.
  public nonisolated let messageByteCountMax: Int

  let thread: IOThread
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private struct Closing {
    var isClosed = false
    /// Of the call that is waiting.
    var current: IOCancellation?
  }

  private let topics: [RedisTopic]
  private let randomUnit: @Sendable () -> Double
  private let closing = Mutex(Closing())
  private var context: HiredisContext?
  private var listening = RedisListening()
  private var lookup: HostNameLookup?
  private var generation: UInt64 = 0
  /// Consecutive failures since a connection last held for a while.
  private var failureCount = 0
  private var nextAttempt = ContinuousClock.now
  private var subscribedAt = ContinuousClock.now

  /// Makes a subscription that isn't connected yet; taking its first event connects.
  /// - Parameters:
  ///   - topics: not empty.
  ///   - name: for the thread, and for `CLIENT LIST`.
  ///   - silenceMax: more than zero.
  ///   - messageByteCountMax: more than zero.
  ///   - randomUnit: gives numbers in 0..<1, for the jitter of the back-off.
  public init(
    to topics: [RedisTopic],
    configuration: RedisConfiguration,
    name: String,
    silenceMax: Duration = .seconds(10),
    messageByteCountMax: Int = 1 << 20,
    randomUnit: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    precondition(!topics.isEmpty, "a subscription has a topic")
    precondition(silenceMax > .zero && messageByteCountMax > 0, "limits are more than zero")
    self.topics = topics
    self.configuration = configuration
    self.name = name
    self.silenceMax = silenceMax
    self.messageByteCountMax = messageByteCountMax
    self.randomUnit = randomUnit
    thread = IOThread(name: name)
  }

  /// Ends the sequence at once, also for a consumer that waits, and closes the connection.
  public nonisolated func close() async {
    closing.withLock { closing in
      closing.isClosed = true
      closing.current?.cancel()
    }
    await drop()
  }

  private func drop() {
    context = nil
    lookup = nil
  }

  /// The next events, at least one.
  nonisolated func nextBatch() async throws(RedisError) -> [RedisSubscriptionEvent] {
    try await thread.withCancellation { (cancellation) async throws(RedisError) in
      try await self.advance(cancellation)
    }
  }

  private func advance(_ cancellation: IOCancellation) throws(RedisError) -> [RedisSubscriptionEvent] {
    let isOpen = closing.withLock { closing in
      closing.current = cancellation
      return !closing.isClosed
    }
    guard isOpen else { throw .subscriptionClosed }
    defer { closing.withLock { $0.current = nil } }
    let channel = RedisChannel(thread: thread, cancellation: cancellation)
    do throws(RedisError) {
      return if let context = context.take() { try receive(over: context, channel) } else { try subscribe(channel) }
    } catch {
      if closing.withLock(\.isClosed) { throw .subscriptionClosed }
      if error.code == .cancelled { throw error }
      noteFailure()
      return [.lost(error)]
    }
  }

  /// An error leaves without putting the context back, which frees it. So does a cancellation: who comes back later is told
  /// by a new generation that something was missed.
  private func receive(
    over context: consuming HiredisContext,
    _ channel: RedisChannel
  ) throws(RedisError) -> [RedisSubscriptionEvent] {
    let messages = try listening.messages(over: context, channel, limits: limits)
    self.context = consume context
    return messages.map { .message($0) }
  }

  private func subscribe(_ channel: RedisChannel) throws(RedisError) -> [RedisSubscriptionEvent] {
    if failureCount > 0 {
      let wait = thread.waitUntilReady(
        descriptor: -1,
        for: [],
        deadline: nextAttempt,
        cancellation: channel.cancellation
      )
      if wait == .cancelled { throw .cancelledBeforeSending }
    }
    let deadline = ContinuousClock.now + configuration.connectTimeout
    let context = try channel.dial(configuration.address, deadline: deadline, lookup: &lookup)
    try channel.introduce(configuration, name: name, over: context, deadline: deadline)
    listening = RedisListening()
    let early = try listening.begin(topics, over: context, channel, limits: limits)
    self.context = consume context
    generation += 1
    subscribedAt = .now
    return [.subscribed(generation: generation)] + early.map { .message($0) }
  }

  private var limits: RedisListening.Limits {
    RedisListening.Limits(
      silence: silenceMax,
      answer: configuration.commandTimeout,
      messageByteCount: messageByteCountMax,
      messageCount: Self.batchMessageCountMax
    )
  }

  /// A connection that held for less than the longest back-off doesn't make the next wait short again: a server that
  /// accepts a subscriber and hangs up would be called without a pause.
  private func noteFailure() {
    if generation > 0, .now - subscribedAt > configuration.backoff.maximum { failureCount = 0 }
    failureCount += 1
    nextAttempt = .now + configuration.backoff.delay(failureCount: failureCount, random: randomUnit())
  }
}

extension RedisSubscription: AsyncSequence {
  public typealias Element = RedisSubscriptionEvent
  public typealias Failure = RedisError

  public nonisolated func makeAsyncIterator() -> Iterator {
    Iterator(subscription: self)
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let subscription: RedisSubscription
    private var batch: IndexingIterator<[RedisSubscriptionEvent]>

    fileprivate init(subscription: RedisSubscription) {
      self.subscription = subscription
      batch = [].makeIterator()
    }

    /// The next event; `nil` after ``RedisSubscription/close()``.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(RedisError) -> RedisSubscriptionEvent? {
      if let event = batch.next() { return event }
      do throws(RedisError) {
        batch = try await subscription.nextBatch().makeIterator()
      } catch {
        if error.code == .closed { return nil }
        throw error
      }
      return batch.next()
    }
  }
}

extension RedisError {
  fileprivate static let subscriptionClosed = RedisError(code: .closed, message: "the subscription was closed")
}
