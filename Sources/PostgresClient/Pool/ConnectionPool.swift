import Synchronization

/// The connections of a ``PostgresPool``, and who waits for one.
final class ConnectionPool: Sendable {
  typealias Machine = PoolStateMachine<PostgresConnection>

  /// What a waiter is woken with.
  enum Grant: Sendable {
    case connection(PostgresConnection)
    case place
    case refused(PostgresError)
  }

  struct State {
    var machine: Machine
    var continuations: [Machine.WaiterID: CheckedContinuation<Grant, Never>] = [:]
    var nextWaiter: Machine.WaiterID = 0
    var backoff = ReconnectBackoff()
  }

  private static let idleTimeMax = Duration.seconds(5)

  private let configuration: PostgresConfiguration
  private let roundTrips = RoundTripCounter()
  let acquireTimeout: Duration
  let state: Mutex<State>

  init(
    configuration: PostgresConfiguration,
    connectionCountMax: Int,
    waiterCountMax: Int,
    acquireTimeout: Duration
  ) {
    self.configuration = configuration
    self.acquireTimeout = acquireTimeout
    let machine = Machine(connectionCountMax: connectionCountMax, waiterCountMax: waiterCountMax)
    state = Mutex(State(machine: machine))
  }

  func close() async {
    let (connections, continuations) = state.withLock { state in
      let left = state.machine.close()
      return (left.connections, left.waiters.compactMap { state.continuations.removeValue(forKey: $0) })
    }
    for continuation in continuations { continuation.resume(returning: .refused(Self.closedError)) }
    for connection in connections { await connection.close() }
  }

  var counts: (connections: Int, idle: Int, waiters: Int) {
    state.withLock { ($0.machine.placeCount, $0.machine.idleCount, $0.machine.waiterCount) }
  }

  var roundTripCount: Int { roundTrips.count }

  static let closedError = PostgresError(.poolExhausted, "the pool is closed")

  /// A connection that is open as far as can be seen without a round trip.
  func acquire() async throws(PostgresError) -> PostgresConnection {
    let deadline = ContinuousClock.now + acquireTimeout
    switch try await nextGrant(deadline) {
    case .refused(let error): throw error
    case .place: return try await open(deadline)
    case .connection(let connection):
      if await connection.isSilent() { return connection }
      // The server has ended it meanwhile. The place stays ours; idle companions are checked when they are lent.
      return try await open(deadline)
    }
  }

  /// Takes a connection back.
  func release(_ connection: PostgresConnection) async {
    let now = ContinuousClock.now
    let (handover, retired) = state.withLock { state in
      let isReusable = connection.isReusable
      let handover = isReusable ? state.machine.release(connection, at: now) : state.machine.vacate()
      return (handover, state.machine.retire(idleSince: now - Self.idleTimeMax))
    }
    if !connection.isReusable { await connection.close() }
    await retired?.close()
    await carryOut(handover)
  }

  private func carryOut(_ handover: Machine.Handover) async {
    switch handover {
    case .none: return
    case .lend(let connection, let waiter): resume(waiter, .connection(connection))
    case .open(let waiter): resume(waiter, .place)
    case .close(let connection): await connection.close()
    }
  }

  private func resume(_ waiter: Machine.WaiterID, _ grant: Grant) {
    let continuation = state.withLock { $0.continuations.removeValue(forKey: waiter) }
    guard let continuation else { preconditionFailure("a waiter left the queue without taking its continuation along") }
    continuation.resume(returning: grant)
  }

  /// Opens a connection in the place that the caller holds; gives the place up when that fails.
  private func open(_ deadline: ContinuousClock.Instant) async throws(PostgresError) -> PostgresConnection {
    var lastError: PostgresError?
    while true {
      do throws(PostgresError) {
        try await pauseBeforeOpening(deadline, lastError)
        // A server that is full, or lets this role have no more, still serves the connections that there are.
        if lastError != nil, let returned = state.withLock({ $0.machine.exchangePlace() }), await returned.isSilent() {
          return returned
        }
        var configuration = configuration
        configuration.connectTimeout = max(.milliseconds(1), min(configuration.connectTimeout, deadline - .now))
        let connection = try await PostgresConnection.connect(configuration, counting: roundTrips)
        state.withLock { $0.backoff.succeeded() }
        return connection
      } catch {
        if error.code == .connectionFailed {
          state.withLock { state in
            var generator = SystemRandomNumberGenerator()
            state.backoff.failed(now: .now, using: &generator)
          }
        }
        if error.isRetriable && error.code != .poolExhausted && ContinuousClock.now < deadline {
          lastError = error
          continue
        }
        await carryOut(state.withLock { $0.machine.vacate() })
        throw error.code == .poolExhausted ? lastError ?? error : error
      }
    }
  }

  /// Waits for the shared back-off; gives up when it reaches beyond the deadline.
  private func pauseBeforeOpening(
    _ deadline: ContinuousClock.Instant,
    _ lastError: PostgresError?
  ) async throws(PostgresError) {
    if state.withLock({ $0.machine.isClosed }) { throw Self.closedError }
    let pause = state.withLock { $0.backoff.pause(now: .now) }
    if pause == .zero { return }
    if ContinuousClock.now + pause >= deadline {
      throw lastError ?? PostgresError(.poolExhausted, "the server can't be reached at the moment")
    }
    do {
      try await ContinuousClock().sleep(for: pause)
    } catch {
      throw PostgresError(.cancelled, "the calling task was cancelled while it waited to connect")
    }
  }
}
