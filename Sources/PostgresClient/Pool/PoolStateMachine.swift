/// Who holds which connection of a pool, and who waits: values in, actions out.
struct PoolStateMachine<Connection> {
  typealias WaiterID = UInt64

  enum Acquisition {
    /// Use this one.
    case lend(Connection)
    /// A place is yours: open a connection.
    case open
    /// All places are taken: wait for your turn.
    case wait
    /// Too many wait already.
    case refuse
    case closed
  }

  enum Handover {
    case none
    /// The first waiter gets this one.
    case lend(Connection, to: WaiterID)
    /// The first waiter gets the free place.
    case open(by: WaiterID)
    /// Nobody may use it again.
    case close(Connection)
  }

  private let connectionCountMax: Int
  private let waiterCountMax: Int
  /// The most recently used is last, and used first: its caches are warm, and the rest may be closed by the server.
  private var idle: [(connection: Connection, since: ContinuousClock.Instant)] = []
  /// Idle, lent, or being opened.
  private(set) var placeCount = 0
  private var waiters: [WaiterID] = []
  private(set) var isClosed = false

  init(connectionCountMax: Int, waiterCountMax: Int) {
    precondition(connectionCountMax >= 1 && waiterCountMax >= 0, "a pool needs room for a connection")
    self.connectionCountMax = connectionCountMax
    self.waiterCountMax = waiterCountMax
  }

  var idleCount: Int { idle.count }
  var waiterCount: Int { waiters.count }

  /// What a caller who comes now may do; nobody overtakes a waiter.
  mutating func acquire() -> Acquisition {
    if isClosed { return .closed }
    if waiters.isEmpty {
      if let entry = idle.popLast() { return .lend(entry.connection) }
      if placeCount < connectionCountMax {
        placeCount += 1
        return .open
      }
    }
    return waiters.count < waiterCountMax ? .wait : .refuse
  }

  /// After `wait`: takes a place in the queue.
  mutating func enqueue(_ waiter: WaiterID) {
    waiters.append(waiter)
  }

  /// A waiter gives up; `false` when its turn has come already.
  mutating func abandon(_ waiter: WaiterID) -> Bool {
    guard let index = waiters.firstIndex(of: waiter) else { return false }
    waiters.remove(at: index)
    return true
  }

  /// A connection comes back in good order.
  mutating func release(_ connection: Connection, at now: ContinuousClock.Instant) -> Handover {
    if isClosed {
      placeCount -= 1
      return .close(connection)
    }
    if let waiter = popWaiter() { return .lend(connection, to: waiter) }
    idle.append((connection, now))
    return .none
  }

  /// The connection that nobody has used for longest, where that is since before `limit`: it is to be closed.
  mutating func retire(idleSince limit: ContinuousClock.Instant) -> Connection? {
    guard let oldest = idle.first, oldest.since < limit else { return nil }
    idle.removeFirst()
    placeCount -= 1
    return oldest.connection
  }

  /// Instead of the place that the caller holds and couldn't fill, a connection that came back meanwhile.
  mutating func exchangePlace() -> Connection? {
    guard let entry = idle.popLast() else { return nil }
    placeCount -= 1
    return entry.connection
  }

  /// A place becomes free: its connection broke, or couldn't be opened.
  mutating func vacate() -> Handover {
    if !isClosed, let waiter = popWaiter() { return .open(by: waiter) }
    placeCount -= 1
    return .none
  }

  /// No new lending from now on; returns what to close and whom to refuse.
  mutating func close() -> (connections: [Connection], waiters: [WaiterID]) {
    isClosed = true
    defer {
      placeCount -= idle.count
      idle = []
      waiters = []
    }
    return (idle.map(\.connection), waiters)
  }

  private mutating func popWaiter() -> WaiterID? {
    waiters.isEmpty ? nil : waiters.removeFirst()
  }
}
