import EventModel

/// All listeners of a process and the log they catch up by: decides who gets what. Pure; the hub wakes and writes.
///
/// The numbers that its methods return are of listeners that may have something to take.
struct ListenerTable: Sendable {
  typealias Number = UInt64

  /// What a listener finds.
  enum Finding: Sendable {
    case handover(Handover)
    /// It has to wait.
    case nothing
    /// It isn't a listener any more.
    case gone
  }

  /// Heartbeats of one interval are spread over so many ticks, so that thousands aren't written at once.
  static let tickCountPerHeartbeat = 16

  private let limits: LiveStreamLimits
  private var log: UpdateLog
  private var listeners: [Number: ListenerState] = [:]
  private var numbers: [TenantID: Set<Number>] = [:]
  private var principalCounts: [ListenerPrincipal: Int] = [:]
  private var lastNumber: Number = 0
  private var tickCount: UInt64 = 0
  private var isShutDown = false
  private var tally = LiveStreamCounts()

  init(limits: LiveStreamLimits, instance: String) {
    self.limits = limits
    log = UpdateLog(instance: instance, limits: limits.log)
  }

  var counts: LiveStreamCounts {
    var counts = tally
    counts.listeners = listeners.count
    counts.tenants = log.tenantCount
    counts.logBytes = log.byteCount
    return counts
  }
}

// Listeners come and go.
extension ListenerTable {
  mutating func register(_ request: ListenerRequest, now: Timestamp) throws(LiveStreamError) -> Number {
    if let refusal = refusal(of: request, now: now) {
      tally.listenersRefused += 1
      throw refusal
    }
    var resumption: UpdateLog.Resumption?
    if let id = request.lastEventID, !id.isEmpty { resumption = log.updates(after: id, tenant: request.tenantID) }
    lastNumber += 1
    listeners[lastNumber] = ListenerState(
      request,
      resumption: resumption,
      position: log.position(of: request.tenantID),
      limits: limits
    )
    numbers[request.tenantID, default: []].insert(lastNumber)
    principalCounts[request.principal, default: 0] += 1
    return lastNumber
  }

  mutating func remove(_ number: Number) {
    guard let request = listeners.removeValue(forKey: number)?.request else { return }
    numbers[request.tenantID]?.remove(number)
    if numbers[request.tenantID]?.isEmpty == true { numbers[request.tenantID] = nil }
    let count = principalCounts[request.principal] ?? 0
    principalCounts[request.principal] = count > 1 ? count - 1 : nil
  }

  /// Takes what a listener gets next. The last frame removes it.
  mutating func take(_ number: Number) -> Finding {
    guard let tenant = listeners[number]?.request.tenantID else { return .gone }
    guard let handover = listeners[number]?.take(newest: log.position(of: tenant)) else { return .nothing }
    switch handover {
    case .opening: break
    case .update: tally.updatesSent += 1
    case .resync: tally.resyncsSent += 1
    case .heartbeat: tally.heartbeatsSent += 1
    case .expired, .restarting: remove(number)
    }
    return .handover(handover)
  }

  private func refusal(of request: ListenerRequest, now: Timestamp) -> LiveStreamError? {
    if isShutDown { return .shuttingDown }
    if let expiry = request.expiresAt, expiry <= now { return .tokenExpired }
    if listeners.count >= limits.listenerCountMax { return .tooManyListeners }
    if principalCounts[request.principal] ?? 0 >= limits.listenerCountPerPrincipalMax {
      return .tooManyListenersOfPrincipal
    }
    return nil
  }
}

// Things happen.
extension ListenerTable {
  /// A message came on a tenant's channel.
  /// - Parameter update: `nil` where the message is malformed.
  mutating func receive(_ update: AnalyticsUpdate?, tenant: TenantID) -> [Number] {
    tally.messagesReceived += 1
    guard let update else {
      tally.messagesMalformed += 1
      return []
    }
    guard log.append(update, tenant: tenant) else {
      tally.messagesDuplicate += 1
      return []
    }
    guard let concerned = numbers[tenant] else { return [] }
    for number in concerned { tally.updatesDropped += listeners[number]?.offer(update, limits: limits) ?? 0 }
    return Array(concerned)
  }

  /// A message came on a channel that is nobody's.
  mutating func receiveStray() {
    tally.messagesReceived += 1
    tally.messagesMalformed += 1
  }

  /// Redis is listened to from now on. What was published before is missed.
  mutating func noteSubscribed() -> [Number] {
    tally.isSubscribed = true
    log.forgetAll()
    var droppedCount = 0
    changeEach { _, listener in droppedCount += listener.demandResync(.reconnected) }
    tally.updatesDropped += droppedCount
    return Array(listeners.keys)
  }

  mutating func noteLost() {
    tally.isSubscribed = false
    tally.connectionsLost += 1
  }

  /// Called so many times in each heartbeat interval: ``tickCountPerHeartbeat``.
  mutating func tick(now: Timestamp) -> [Number] {
    tickCount += 1
    let turn = tickCount
    var concerned: [Number] = []
    changeEach { number, listener in
      if let expiry = listener.request.expiresAt, expiry <= now {
        listener.end(by: .expired)
      } else if (number &+ turn) % UInt64(Self.tickCountPerHeartbeat) == 0 {
        listener.demandHeartbeat()
      } else {
        return
      }
      concerned.append(number)
    }
    return concerned
  }

  /// Ends all listeners, and refuses new ones.
  mutating func shutDown() -> [Number] {
    isShutDown = true
    tally.isSubscribed = false
    changeEach { _, listener in listener.end(by: .restarting) }
    return Array(listeners.keys)
  }

  /// Changes all listeners where they are; a loop over the dictionary would copy it at its first change.
  private mutating func changeEach(_ change: (Number, inout ListenerState) -> Void) {
    var index = listeners.startIndex
    while index != listeners.endIndex {
      change(listeners[index].key, &listeners.values[index])
      listeners.formIndex(after: &index)
    }
  }
}
