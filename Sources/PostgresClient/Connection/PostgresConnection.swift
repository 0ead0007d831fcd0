import IOThread
import Synchronization

/// One session of a PostgreSQL server, over libpq, on a thread of its own.
///
/// Every call is bounded by a deadline and ends early when its task is cancelled. A call that ends so leaves the session in
/// an unknown state: the connection is closed then, the server is asked to stop, and no later call ever sees the late answer.
/// Calls of several tasks take turns.
public actor PostgresConnection {
  /// What this connection was opened with.
  public nonisolated let configuration: PostgresConfiguration
  nonisolated let thread: IOThread
  nonisolated let roundTrips: RoundTripCounter
  var handle = PostgresHandle()
  var prepared = PreparedStatementTable()
  /// What is to be stopped at the server once nobody needs this connection's thread any more.
  private var abandoned: CancelRequest?
  private let condition = Atomic<Condition>(.closed)

  /// Readable from any thread, as it was after the last call.
  enum Condition: UInt8, AtomicRepresentable {
    /// Idle, outside of a transaction.
    case idle
    /// Inside a transaction that nobody will end, or in an unknown state.
    case tainted
    case closed
  }

  private init(configuration: PostgresConfiguration, thread: IOThread, roundTrips: RoundTripCounter) {
    self.configuration = configuration
    self.thread = thread
    self.roundTrips = roundTrips
  }

  isolated deinit {
    // Blocks, but on this connection's own thread, which nobody waits for.
    abandoned?.send()
  }

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Opens a connection within the configuration's `connectTimeout`.
  ///
  /// - Throws: ``PostgresError/Code/connectionFailed`` or ``PostgresError/Code/cancelled``.
  public static func connect(_ configuration: PostgresConfiguration) async throws(PostgresError) -> PostgresConnection {
    try await connect(configuration, counting: RoundTripCounter())
  }

  static func connect(
    _ configuration: PostgresConfiguration,
    counting roundTrips: RoundTripCounter
  ) async throws(PostgresError) -> PostgresConnection {
    let thread = IOThread(name: "postgres")
    let connection = PostgresConnection(configuration: configuration, thread: thread, roundTrips: roundTrips)
    try await thread.withCancellation { (cancellation) async throws(PostgresError) in
      try await connection.open(cancellation)
    }
    return connection
  }

  /// Ends the session. Calls from now on fail with ``PostgresError/Code/connectionLost``; a second close does nothing.
  public func close() {
    handle.finish()
    condition.store(.closed, ordering: .releasing)
  }

  /// Whether the connection is closed, by ``close()`` or because it broke.
  public nonisolated var isClosed: Bool { condition.load(ordering: .acquiring) == .closed }

  /// Whether the next user finds a clean session.
  nonisolated var isReusable: Bool { condition.load(ordering: .acquiring) == .idle }

  /// Looks whether the server has said something, without a round trip; it talks to an idle session to end it.
  ///
  /// It may also report a changed setting after a reload: dropping the connection then costs one reconnection.
  func isSilent() -> Bool {
    if !handle.isOpen { return false }
    let look = thread.waitUntilReady(
      descriptor: handle.descriptor,
      for: .readable,
      deadline: .now,
      cancellation: IOCancellation(thread: thread)
    )
    if look != .deadlineExceeded { close() }
    return handle.isOpen
  }

  private func open(_ cancellation: IOCancellation) throws(PostgresError) {
    let deadline = ContinuousClock.now + configuration.connectTimeout
    let call = CallContext(thread: thread, deadline: deadline, cancellation: cancellation)
    handle = try PostgresHandle.connect(configuration, call)
    noteCondition()
  }

  /// Bounds a call that begins now.
  func makeContext(_ timeout: Duration?, _ cancellation: IOCancellation) throws(PostgresError) -> CallContext {
    if !handle.isOpen { throw PostgresError(.connectionLost, "the connection is closed") }
    // Before anything is sent, a cancelled call costs nothing: the connection stays.
    if cancellation.isCancelled {
      throw PostgresError(.cancelled, "the calling task was cancelled before the call began")
    }
    let deadline = ContinuousClock.now + (timeout ?? configuration.commandTimeout)
    return CallContext(thread: thread, deadline: deadline, cancellation: cancellation)
  }

  /// After a call: keeps the connection or, after an error that leaves the session in doubt, drops it.
  func settle(_ error: PostgresError?) {
    if let error, error.isConnectionFault || handle.isBroken { abandon() } else { noteCondition() }
  }

  private func abandon() {
    if handle.transactionStatus == .unusable && !handle.isBroken { abandoned = CancelRequest(handle) }
    close()
  }

  private func noteCondition() {
    condition.store(handle.transactionStatus == .idle ? .idle : .tainted, ordering: .releasing)
  }
}
