import IOThread
import Synchronization

/// A connection to one Redis server, which connects at the first call and again after a loss.
///
/// It carries one call at a time, in order of arrival: a blocking read holds up every other call, so that readers want a
/// connection of their own. A call takes at most the longest back-off, the connect timeout and, for each flight of its
/// commands, the command timeout and the time that they block on the server; time spent behind other calls comes on top.
///
/// **After a loss.** What was in flight fails with a retriable error, because the server may have executed it: it is never
/// sent again by the connection. The next call connects anew and ``generation`` increases. A consumer of a stream then reads
/// its own pending entries again, since an answer with entries may have been lost with the old connection. An idle connection
/// that the server closed is replaced before anything is sent, so that no call fails for it.
///
/// **Cancellation** ends a call at once. If it was in flight the connection is dropped, since its answer may still come.
public actor RedisConnection {
  public nonisolated let configuration: RedisConfiguration
  public nonisolated let name: String

  let thread: IOThread
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// In 0..<1, for the jitter of the back-off.
  private let randomUnit: @Sendable () -> Double
  private let roundTrips: RedisRoundTrips
  private let connectCount = Atomic<UInt64>(0)
  private var context: HiredisContext?
  private var lookup: HostNameLookup?
  private var isClosed = false
  /// Consecutive failures since a call last succeeded.
  private var failureCount = 0
  private var nextAttempt = ContinuousClock.now

  /// Makes a connection that isn't connected yet.
  /// - Parameters:
  ///   - name: for the thread, and for `CLIENT LIST` (characters that Redis refuses there become `_`).
  ///   - roundTrips: counts those of this connection too.
  ///   - randomUnit: gives numbers in 0..<1, for the jitter of the back-off.
  public init(
    configuration: RedisConfiguration,
    name: String,
    roundTrips: RedisRoundTrips = RedisRoundTrips(),
    randomUnit: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.configuration = configuration
    self.name = name
    self.roundTrips = roundTrips
    self.randomUnit = randomUnit
    thread = IOThread(name: name)
  }

  /// How many times a connection was established: 0 before the first, and greater after each loss.
  public nonisolated var generation: UInt64 { connectCount.load(ordering: .acquiring) }

  /// Connects now, unless connected; calls do it by themselves.
  public nonisolated func connect() async throws(RedisError) {
    _ = try await perform([])
  }

  /// Closes for good, after the calls that came before; later calls fail with ``RedisError/Code/closed``.
  public func close() {
    isClosed = true
    context = nil
    lookup = nil
  }

  /// Sends flights and returns their replies, one for each command. The task's cancellation ends it.
  /// - Parameter generation: of the one connection that may be used; `nil` uses any, and makes one where there is none.
  nonisolated func perform(
    _ flights: [RedisFlight],
    generation: UInt64? = nil
  ) async throws(RedisError) -> [RedisReply] {
    try await thread.withCancellation { (cancellation) async throws(RedisError) in
      try await self.exchange(flights, generation: generation, cancellation: cancellation)
    }
  }

  /// Owns the context while it is in use: an error anywhere leaves without putting it back, which frees it.
  private func exchange(
    _ flights: [RedisFlight],
    generation: UInt64?,
    cancellation: IOCancellation
  ) throws(RedisError) -> [RedisReply] {
    if isClosed { throw RedisError(code: .closed, message: "the connection was closed") }
    if cancellation.isCancelled { throw .cancelledBeforeSending }
    let context = try takeContext(cancellation: cancellation)
    if let generation, generation != self.generation {
      self.context = consume context
      throw .connectionReplaced
    }
    var replies: [RedisReply] = []
    replies.reserveCapacity(flights.reduce(0) { $0 + $1.commandCount })
    let channel = RedisChannel(thread: thread, cancellation: cancellation)
    do throws(RedisError) {
      for flight in flights {
        let deadline = ContinuousClock.now + configuration.commandTimeout + flight.blockingTime
        roundTrips.add()
        try channel.fly(flight, over: context, deadline: deadline, replies: &replies)
      }
    } catch {
      noteFailure(error)
      throw error
    }
    failureCount = 0
    if !replies.contains(where: \.meansDemoted) { self.context = consume context }
    return replies
  }

  private func takeContext(cancellation: IOCancellation) throws(RedisError) -> HiredisContext {
    if let context = context.take(), !context.isStale { return context }
    try waitOutBackoff(cancellation: cancellation)
    do throws(RedisError) {
      let channel = RedisChannel(thread: thread, cancellation: cancellation)
      let deadline = ContinuousClock.now + configuration.connectTimeout
      let context = try channel.dial(configuration.address, deadline: deadline, lookup: &lookup)
      try channel.introduce(configuration, name: name, over: context, deadline: deadline)
      connectCount.add(1, ordering: .acquiringAndReleasing)
      return context
    } catch {
      noteFailure(error)
      throw error
    }
  }

  private func waitOutBackoff(cancellation: IOCancellation) throws(RedisError) {
    if failureCount == 0 { return }
    let result = thread.waitUntilReady(descriptor: -1, for: [], deadline: nextAttempt, cancellation: cancellation)
    if result == .cancelled { throw .cancelledBeforeSending }
  }

  /// Being cancelled says nothing about the server, so that it costs the next call no wait.
  private func noteFailure(_ error: RedisError) {
    if error.code == .cancelled { return }
    failureCount += 1
    nextAttempt = .now + configuration.backoff.delay(failureCount: failureCount, random: randomUnit())
  }
}

extension RedisError {
  static let cancelledBeforeSending = RedisError(code: .cancelled, message: "cancelled before anything was sent")
  static let connectionReplaced = RedisError(
    code: .connectionFailed,
    message: "the connection was replaced by a new one; nothing was sent"
  )
}

extension RedisReply {
  /// Whether the server became a replica: the name in the configuration may lead to another server by now.
  fileprivate var meansDemoted: Bool {
    if case .error(let error) = self { return error.code == .server("READONLY") }
    return false
  }
}
