public import EventModel

/// What one look did to a state.
public struct AlertStep: Hashable, Sendable {
  /// What became of an alert.
  public enum Transition: Hashable, Sendable {
    case opened
    case closed(AlertEnding)
  }

  public let state: AlertState
  /// `nil` where an alert is as open, or as closed, as before.
  public let transition: Transition?
  /// What people are to be told; `nil` is nothing.
  public let notice: AlertEvent?
}

/// Why an alert ended.
public enum AlertEnding: String, CaseIterable, Hashable, Sendable {
  /// The figure is well again.
  case recovered
  /// For too long there was no data: nobody knows whether it is well.
  case unmeasured
  /// The rule was switched off.
  case disabled
}

/// What people are told about an alert.
public enum AlertEvent: String, CaseIterable, Hashable, Sendable {
  case firing
  /// It is still open, and nobody has acknowledged it.
  case reminder
  case resolved
}

/// What people decided about one alert.
public struct AlertConditions: Hashable, Sendable {
  /// Nobody is to be told.
  public let isSilenced: Bool
  /// Somebody takes care of the open alert.
  public let isAcknowledged: Bool

  public init(isSilenced: Bool = false, isAcknowledged: Bool = false) {
    self.isSilenced = isSilenced
    self.isAcknowledged = isAcknowledged
  }
}

extension AlertState {
  /// The next state. A look that isn't later than the last one changes nothing.
  ///
  /// A figure between the thresholds leaves `ok` and `firing` as they are, and begins their waiting anew: what has to be
  /// bad, or well, for some time has to be so all along. Missing data stops every clock but its own.
  public func step(
    _ standing: AlertStanding,
    rule: AlertRule,
    conditions: AlertConditions = AlertConditions(),
    at now: Timestamp
  ) -> AlertStep {
    guard now > evaluatedAt else { return AlertStep(state: self, transition: nil, notice: nil) }
    var next = self
    next.evaluatedAt = now
    if evaluatedAt == Self.unseen.evaluatedAt { next.since = now }
    guard rule.isEnabled else { return next.closing(.disabled, conditions, at: now) }
    if standing == .missing {
      let since = missingSince ?? now
      next.missingSince = since
      if now - since >= rule.missingMax { return next.closing(.unmeasured, conditions, at: now) }
      return next.told(rule, conditions, transition: nil, at: now)
    }
    if let missing = missingSince {
      // The time without data counts neither as bad nor as well.
      next.missingSince = nil
      if phase == .pending || phase == .recovering { next.since = since + (now - missing) }
    }
    return next.moved(standing, rule, conditions, at: now)
  }

  private func moved(
    _ standing: AlertStanding,
    _ rule: AlertRule,
    _ conditions: AlertConditions,
    at now: Timestamp
  ) -> AlertStep {
    var next = self
    var transition: AlertStep.Transition?
    switch (phase, standing) {
    case (.ok, .bad), (.pending, .bad):
      if phase == .ok { next.enter(.pending, at: now) }
      if now - next.since >= rule.holdFor {
        next.openedAt = now
        next.noticedAt = nil
        next.enter(.firing, at: now)
        transition = .opened
      }
    case (.pending, .well), (.pending, .between): next.enter(.ok, at: now)
    case (.firing, .well), (.recovering, .well):
      if phase == .firing { next.enter(.recovering, at: now) }
      if now - next.since >= rule.keepFiringFor { return next.closing(.recovered, conditions, at: now) }
    case (.recovering, .bad), (.recovering, .between): next.enter(.firing, at: now)
    case (.ok, .well), (.ok, .between), (.firing, .bad), (.firing, .between): break
    case (_, .missing): preconditionFailure("missing data moves nothing")
    }
    return next.told(rule, conditions, transition: transition, at: now)
  }

  /// Ends what is open or about to open.
  private func closing(_ ending: AlertEnding, _ conditions: AlertConditions, at now: Timestamp) -> AlertStep {
    var next = self
    let wasTold = noticedAt != nil
    (next.openedAt, next.noticedAt) = (nil, nil)
    if ending != .recovered { (next.missingSince, next.reference, next.mark) = (nil, nil, nil) }
    if phase != .ok { next.enter(.ok, at: now) }
    guard isOpen else { return AlertStep(state: next, transition: nil, notice: nil) }
    // Who never heard of an alert needn't hear of its end.
    let notice: AlertEvent? = wasTold && !conditions.isSilenced ? .resolved : nil
    return AlertStep(state: next, transition: .closed(ending), notice: notice)
  }

  /// The step into this state, with what is due to be told noted in it.
  private func told(
    _ rule: AlertRule,
    _ conditions: AlertConditions,
    transition: AlertStep.Transition?,
    at now: Timestamp
  ) -> AlertStep {
    var next = self
    let notice = next.takeNotice(rule, conditions, at: now)
    return AlertStep(state: next, transition: transition, notice: notice)
  }

  /// What is due to be told about an open alert. What fell into a silence is told when that ends.
  private mutating func takeNotice(
    _ rule: AlertRule,
    _ conditions: AlertConditions,
    at now: Timestamp
  ) -> AlertEvent? {
    guard phase == .firing, !conditions.isSilenced, !conditions.isAcknowledged else { return nil }
    guard let last = noticedAt else {
      noticedAt = now
      return .firing
    }
    guard let interval = rule.reminderInterval, now - last >= interval else { return nil }
    noticedAt = now
    return .reminder
  }

  private mutating func enter(_ phase: Phase, at now: Timestamp) {
    self.phase = phase
    since = now
  }
}
