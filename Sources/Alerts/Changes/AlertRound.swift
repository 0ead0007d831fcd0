public import EventModel

/// One look at everything that one rule watches of a tenant.
///
/// In which order observations come is of no importance, and a second look at the same time changes nothing.
public struct AlertRound: Sendable {
  /// Subjects of one rule whose state is kept; the others are left out, the later names first.
  public static let subjectCountMax = 1000

  private let tenant: TenantID
  private let rule: AlertRule
  private let now: Timestamp

  public init(of tenant: TenantID, rule: AlertRule, at now: Timestamp) {
    self.tenant = tenant
    self.rule = rule
    self.now = now
  }

  /// What was known before the look.
  public struct Known: Sendable {
    public let states: [AlertSubject: AlertState]
    /// The alerts of this rule that are open.
    public let open: [AlertSubject: Alert]
    public let silences: [AlertSilence]

    public init(states: [AlertSubject: AlertState], open: [AlertSubject: Alert], silences: [AlertSilence]) {
      self.states = states
      self.open = open
      self.silences = silences
    }
  }

  /// What became of one subject.
  public struct Result: Sendable {
    public let subject: AlertSubject
    public let state: AlertState
    /// The alert that is open, or has just ended, as it is now; `nil` without one.
    public let alert: Alert?
    /// `nil` where nobody is to be told anything.
    public let change: AlertChange?
    /// What became of an alert.
    public let transition: AlertStep.Transition?
    /// Why the look said nothing; `nil` where it did.
    public let missing: String?
  }

  /// - Returns: one result for each subject that was seen or remembered, in the order of their names.
  public func run(_ input: AlertInput, known: Known) -> [Result] {
    let seen = observations(input, known)
    let bySubject = Dictionary(seen.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
    let remembered = Set(known.states.filter { $0.value.isWorthKeeping }.keys)
    // What is open is never left out.
    let fresh = Set(bySubject.keys).subtracting(remembered).sorted()
      .prefix(max(Self.subjectCountMax - remembered.count, 0))
    return remembered.union(fresh).sorted().map { subject in
      step(subject, bySubject[subject] ?? .missing(subject, "Nothing is known of \(subject.text) any more."), known)
    }
  }

  private func observations(_ input: AlertInput, _ known: Known) -> [AlertObservation] {
    switch rule.name {
    case .successRateFalls: input.successRates?.observations(rule, open: known.open.mapValues(\.evidence)) ?? []
    case .escalationRateJumps: input.escalationRate.map { [$0.observation(rule)] } ?? []
    case .calibrationDrifts: DriftReading.observations(input.drifts, rule)
    case .deadLettersRise:
      input.streams.map { stream in
        let state = known.states[AlertSubject(stream.name)]
        return stream.letters(rule, reference: state?.reference, mark: state?.mark)
      }
    case .streamStalls:
      input.streams.map { $0.stall(rule, mark: known.states[AlertSubject($0.name)]?.mark) }
    case .feedbackFatigue: FatigueReading.observations(input.fatigue, rule)
    }
  }

  private func step(_ subject: AlertSubject, _ observation: AlertObservation, _ known: Known) -> Result {
    let former = known.open[subject]
    let conditions = AlertConditions(
      isSilenced: known.silences.contains { $0.covers(rule.name, subject, at: now) },
      isAcknowledged: former?.acknowledgedAt != nil
    )
    let before = known.states[subject] ?? .unseen
    guard now > before.evaluatedAt else {
      return Result(subject: subject, state: before, alert: former, change: nil, transition: nil, missing: nil)
    }
    let step = before.step(observation.standing, rule: rule, conditions: conditions, at: now)
    var state = step.state
    if observation.standing != .missing, rule.isEnabled {
      state.mark = observation.mark
      if state.phase == .ok { state.reference = observation.reference }
    }
    let alert = alert(subject, observation, step, former)
    let change = zip(step.notice, alert) { notice, alert in
      AlertChange(notice, alert, observation, at: now)
    }
    return Result(
      subject: subject,
      state: state,
      alert: alert,
      change: change,
      transition: step.transition,
      missing: observation.standing == .missing && rule.isEnabled ? observation.lines.joined(separator: " ") : nil
    )
  }

  private func alert(
    _ subject: AlertSubject,
    _ observation: AlertObservation,
    _ step: AlertStep,
    _ former: Alert?
  ) -> Alert? {
    if step.transition == .opened, let openedAt = step.state.openedAt, let figures = observation.figures {
      return Alert(
        id: AlertID(tenant: tenant, rule: rule.name, subject: subject, openedAt: openedAt),
        rule: rule.name,
        subject: subject,
        severity: rule.severity,
        openedAt: openedAt,
        lastSeenAt: now,
        figures: figures,
        title: observation.title,
        explanation: observation.explanation(isOpen: true),
        evidence: observation.evidence
      )
    }
    guard var alert = former else { return nil }
    alert.severity = rule.severity
    alert.unmeasuredSince = step.state.missingSince
    if let figures = observation.figures {
      alert.figures = figures
      alert.explanation = observation.explanation(isOpen: step.state.isOpen)
    }
    if observation.standing == .bad { alert.lastSeenAt = now }
    if case .closed(let ending)? = step.transition {
      alert.resolvedAt = now
      alert.ending = ending
    }
    if alert != former { alert.revision += 1 }
    return alert
  }

  private func zip<A, B, C>(_ a: A?, _ b: B?, _ make: (A, B) -> C) -> C? {
    guard let a, let b else { return nil }
    return make(a, b)
  }
}
