import EventModel

/// What one listener is owed. Pure.
struct ListenerState: Sendable {
  let request: ListenerRequest

  /// Whether it brought a position, which its first frame leaves as it is.
  private let isResuming: Bool
  private var waiting = UpdateQueue()
  /// The last position that it was told.
  private var position: String
  private var owesOpening = true
  private var owedResync: ResyncReason?
  private var owesHeartbeat = false
  private var owedEnd: Handover?

  /// - Parameters:
  ///   - resumption: what it missed since its last event, if it brought one.
  ///   - position: where the tenant stands.
  init(_ request: ListenerRequest, resumption: UpdateLog.Resumption?, position: String, limits: LiveStreamLimits) {
    self.request = request
    isResuming = resumption != nil
    switch resumption {
    case nil: self.position = position
    case .gap:
      self.position = position
      owedResync = .gap
    case .updates(let updates):
      self.position = request.lastEventID ?? position
      for update in updates { _ = offer(update, limits: limits) }
    }
  }

  /// Gives it an update of its tenant.
  /// - Returns: how many updates a resync has taken the place of, this one among them.
  mutating func offer(_ update: AnalyticsUpdate, limits: LiveStreamLimits) -> Int {
    guard owedEnd == nil, update.concerns(request.filter) else { return 0 }
    if owedResync != nil { return 1 }
    if update.isTruncated { return demandResync(.truncated) }
    let fits =
      waiting.count < limits.waitingUpdateCountMax
      && waiting.byteCount + update.byteCount <= limits.waitingByteCountMax
    guard fits else { return demandResync(.overflow) + 1 }
    waiting.append(update)
    return 0
  }

  /// Replaces what waits by one resync, which stays one however often it is demanded before it is read.
  /// - Returns: how many updates it has taken the place of.
  mutating func demandResync(_ reason: ResyncReason) -> Int {
    defer { waiting.removeAll() }
    if owedResync == nil { owedResync = reason }
    return waiting.count
  }

  /// It gets a sign of life, unless it gets something else before it reads.
  mutating func demandHeartbeat() {
    owesHeartbeat = true
  }

  /// Nothing follows any more. Whoever may still see it gets what waits, and then the end.
  mutating func end(by last: Handover) {
    if case .expired = last {
      waiting.removeAll()
      owedResync = nil
      owesOpening = false
      owedEnd = last
    } else if owedEnd == nil {
      owedEnd = last
    }
  }

  /// The next frame, if there is one.
  /// - Parameter newest: where the tenant stands now.
  mutating func take(newest: @autoclosure () -> String) -> Handover? {
    let handover = takeOwed(newest: newest())
    if handover != nil { owesHeartbeat = false }
    return handover
  }

  private mutating func takeOwed(newest: @autoclosure () -> String) -> Handover? {
    if owesOpening {
      owesOpening = false
      return .opening(position: isResuming ? nil : position)
    }
    if let reason = owedResync {
      owedResync = nil
      position = newest()
      return .resync(reason, position: position)
    }
    if let update = waiting.popFirst() {
      position = update.id
      return .update(update)
    }
    if let owedEnd { return owedEnd }
    guard owesHeartbeat else { return nil }
    let newest = newest()
    // Another process knows an update by its id, but not the marks of this one's log.
    if newest == position || UpdateLog.isMark(newest) { return .heartbeat(position: nil) }
    position = newest
    return .heartbeat(position: newest)
  }
}
