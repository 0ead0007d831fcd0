public import EventModel
public import RedisClient
import Synchronization

/// The live updates of all tenants, for the listeners of one process.
///
/// It listens to Redis, keeps the last updates of each tenant, and gives every listener its own, in order, from a bounded
/// queue that costs nothing while it is empty. A listener that missed something is told so exactly once. An idle listener has
/// no task, no timer and no connection of its own here: one tick serves all.
///
/// One is made for a process; ``run()`` does the work.
public final class UpdateHub: Sendable {
  private typealias Waiter = CheckedContinuation<ListenerTable.Finding, Never>

  private struct State {
    var table: ListenerTable
    /// Listeners that have nothing to take.
    var waiters: [ListenerTable.Number: Waiter] = [:]
  }

  private let limits: LiveStreamLimits
  private let subscription: RedisSubscription
  private let now: @Sendable () -> Timestamp
  let randomUnit: @Sendable () -> Double
  private let state: Mutex<State>

  /// - Parameters:
  ///   - configuration: of the Redis server that changes are published on.
  ///   - name: for the thread of the connection, and for `CLIENT LIST`.
  ///   - silenceMax: how long Redis may be silent before it is asked; see ``RedisSubscription``.
  ///   - now: tells the time by which tokens expire.
  ///   - randomUnit: gives numbers in 0..<1, for the jitter of waits.
  public init(
    configuration: RedisConfiguration,
    limits: LiveStreamLimits = LiveStreamLimits(),
    name: String = "live",
    silenceMax: Duration = .seconds(10),
    now: @escaping @Sendable () -> Timestamp,
    randomUnit: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.limits = limits
    self.now = now
    self.randomUnit = randomUnit
    subscription = RedisSubscription(
      to: [.pattern(AnalyticsChannel.pattern)],
      configuration: configuration,
      name: name,
      silenceMax: silenceMax,
      // Somewhat more than a message may have: a longer one is dropped and counted, which spares the connection.
      messageByteCountMax: AnalyticsUpdate.messageByteCountMax * 16,
      randomUnit: randomUnit
    )
    let instance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    state = Mutex(State(table: ListenerTable(limits: limits, instance: instance)))
  }

  /// What it has done, and what it holds.
  public var counts: LiveStreamCounts { state.withLock { $0.table.counts } }

  /// Listens to Redis and serves the listeners until ``shutDown()``, or until the task is cancelled, which shuts down too.
  public func run() async {
    await withTaskGroup { tasks in
      tasks.addTask { await self.follow() }
      tasks.addTask { await self.beat() }
      await tasks.next()
      tasks.cancelAll()
    }
    await shutDown()
  }

  /// Adds a listener. It counts until it is closed, has ended, or nobody holds it any more.
  ///
  /// Possible before ``run()`` and while Redis is away: the listener gets a resync when Redis is listened to.
  /// - Throws: ``LiveStreamError/Code/tooManyListeners``, ``LiveStreamError/Code/tooManyListenersOfPrincipal``,
  ///   ``LiveStreamError/Code/tokenExpired``, ``LiveStreamError/Code/shuttingDown``.
  public func register(_ request: ListenerRequest) throws(LiveStreamError) -> UpdateListener {
    let now = now()
    let result: Result<ListenerTable.Number, LiveStreamError> = state.withLock { state in
      do throws(LiveStreamError) {
        return .success(try state.table.register(request, now: now))
      } catch {
        return .failure(error)
      }
    }
    return UpdateListener(hub: self, number: try result.get(), filter: request.filter)
  }

  /// Gives every listener what waits for it, a `restarting` event and the end; refuses new ones; ends ``run()``.
  /// Harmless when repeated.
  public func shutDown() async {
    change { $0.shutDown() }
    await subscription.close()
  }

  /// Takes what a listener gets next, and waits for it. A cancelled task ends the listener.
  func take(_ number: ListenerTable.Number) async -> ListenerTable.Finding {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (waiter: Waiter) in
        let finding: ListenerTable.Finding? = state.withLock { state in
          let finding = state.table.take(number)
          guard case .nothing = finding else { return finding }
          precondition(state.waiters[number] == nil, "a listener has one reader")
          state.waiters[number] = waiter
          return nil
        }
        if let finding { waiter.resume(returning: finding) }
      }
    } onCancel: {
      remove(number)
    }
  }

  /// Removes a listener; whoever waits for it gets the end.
  func remove(_ number: ListenerTable.Number) {
    change { table in
      table.remove(number)
      return [number]
    }
  }

  /// Changes the table and hands those who wait what they have got by it. Nobody is woken inside the lock.
  private func change(_ body: (inout ListenerTable) -> [ListenerTable.Number]) {
    let findings: [(Waiter, ListenerTable.Finding)] = state.withLock { state in
      body(&state.table).compactMap { number in
        guard state.waiters[number] != nil else { return nil }
        let finding = state.table.take(number)
        if case .nothing = finding { return nil }
        return state.waiters.removeValue(forKey: number).map { ($0, finding) }
      }
    }
    for (waiter, finding) in findings { waiter.resume(returning: finding) }
  }

  /// Follows the channels until the subscription is closed or the task is cancelled.
  private func follow() async {
    var iterator = subscription.makeAsyncIterator()
    while case .success(let event?) = await Self.next(of: &iterator) {
      switch event {
      case .subscribed: change { $0.noteSubscribed() }
      case .lost:
        change { table in
          table.noteLost()
          return []
        }
      case .message(let message): receive(message)
      }
    }
  }

  /// The only failure is that of the cancelled task.
  private static func next(
    of iterator: inout RedisSubscription.Iterator
  ) async -> Result<RedisSubscriptionEvent?, RedisError> {
    do throws(RedisError) {
      return .success(try await iterator.next())
    } catch {
      return .failure(error)
    }
  }

  /// The channel's name alone says whose the message is.
  private func receive(_ message: RedisMessage) {
    guard let tenant = AnalyticsChannel.tenant(of: message.channel) else {
      return change { table in
        table.receiveStray()
        return []
      }
    }
    // Outside the lock: the listeners don't wait for the parser.
    let update = AnalyticsUpdate(message: message.payload)
    change { $0.receive(update, tenant: tenant) }
  }

  /// One clock for the heartbeats and the expiry of all listeners.
  private func beat() async {
    let pause = limits.heartbeatInterval / ListenerTable.tickCountPerHeartbeat
    do {
      while true {
        try await Task.sleep(for: pause)
        let now = now()
        change { $0.tick(now: now) }
      }
    } catch {
      // Cancelled: the hub ends.
      return
    }
  }
}
