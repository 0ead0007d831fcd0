public import Attribution
public import EventModel
public import Resolution

/// The fold once more: slow, obvious, straight from the text of SEMANTICS, and sharing no code with `resolve`.
///
/// Each outcome scans every signal, each conversion scans every action. It is the oracle of the fold's property tests
/// and of the tests that look at the tables of a running system.
public struct ReferenceFold: Sendable {
  public struct Row: Hashable, Sendable {
    public var outcomeID: OutcomeID
    public var actionEventID: EventID
    public var outcomeType: OutcomeType
    public var isPrimary: Bool
    public var status: OutcomeStatus
    public var score: Double?
    public var signalSource: SignalSource?
    public var signalEventID: EventID?
    public var resolvedAt: Timestamp?
    public var evidenceWeight: Double
    public var actedAt: Timestamp
    public var windowExpiresAt: Timestamp
    public var sample: Sample?
    public var expirySeen: Timestamp?

    public init(
      outcomeID: OutcomeID,
      actionEventID: EventID,
      outcomeType: OutcomeType,
      isPrimary: Bool,
      status: OutcomeStatus = .pending,
      score: Double? = nil,
      signalSource: SignalSource? = nil,
      signalEventID: EventID? = nil,
      resolvedAt: Timestamp? = nil,
      evidenceWeight: Double = 1,
      actedAt: Timestamp,
      windowExpiresAt: Timestamp,
      sample: Sample? = nil,
      expirySeen: Timestamp? = nil
    ) {
      self.outcomeID = outcomeID
      self.actionEventID = actionEventID
      self.outcomeType = outcomeType
      self.isPrimary = isPrimary
      self.status = status
      self.score = score
      self.signalSource = signalSource
      self.signalEventID = signalEventID
      self.resolvedAt = resolvedAt
      self.evidenceWeight = evidenceWeight
      self.actedAt = actedAt
      self.windowExpiresAt = windowExpiresAt
      self.sample = sample
      self.expirySeen = expirySeen
    }
  }

  public struct Sample: Hashable, Sendable {
    public var predictedConfidence: Double
    public var outcome: Bool
    public var weight: Double
    public var calibrationVersion: Int64?

    public init(predictedConfidence: Double, outcome: Bool, weight: Double, calibrationVersion: Int64?) {
      self.predictedConfidence = predictedConfidence
      self.outcome = outcome
      self.weight = weight
      self.calibrationVersion = calibrationVersion
    }
  }

  /// One line of `attribution_credits`.
  public struct Credit: Hashable, Sendable {
    public var signalEventID: EventID
    public var actionEventID: EventID
    public var model: AttributionModel
    public var creditMicros: Int32
    /// From 1.
    public var position: Int
    public var touches: Int

    public init(
      signalEventID: EventID,
      actionEventID: EventID,
      model: AttributionModel,
      creditMicros: Int32,
      position: Int,
      touches: Int
    ) {
      self.signalEventID = signalEventID
      self.actionEventID = actionEventID
      self.model = model
      self.creditMicros = creditMicros
      self.position = position
      self.touches = touches
    }
  }

  /// By time and id of the action, then in the order of its expected types.
  public let rows: [Row]
  /// By time and id of the signal, then by position.
  public let credits: [Credit]

  public init(
    _ history: ConversationHistory,
    policy: ResolutionPolicy,
    now: Timestamp?,
    expirySeen: [OutcomeID: Timestamp] = [:]
  ) {
    let signals = ReferenceSignals(history, policy: policy)
    let credits = Self.credits(signals)
    var rows: [Row] = []
    for action in signals.actions {
      for type in action.outcomeTypes {
        let id = OutcomeID(tenant: history.tenantID, action: action.eventID, type: type)
        var row = Row(
          outcomeID: id,
          actionEventID: action.eventID,
          outcomeType: type,
          isPrimary: type == action.outcomeTypes[0],
          actedAt: action.timestamp,
          windowExpiresAt: signals.windowEnd(action, type),
          expirySeen: expirySeen[id]
        )
        Self.decide(&row, by: signals.decision(action, type), credits: credits, now: now)
        Self.apply(history.labels, to: &row)
        row.sample = Self.sample(of: row, action: action, signals: signals)
        rows.append(row)
      }
    }
    self.rows = rows
    self.credits = credits
  }

  private static func decide(
    _ row: inout Row,
    by decision: ReferenceSignals.Decision?,
    credits: [Credit],
    now: Timestamp?
  ) {
    if let decision {
      row.status = decision.status
      row.score = decision.score
      row.signalSource = .automatic
      row.signalEventID = decision.signal.eventID
      row.resolvedAt = decision.signal.timestamp
      guard decision.status != .ambiguous else { return }
      for credit in credits
      where credit.signalEventID == row.signalEventID && credit.actionEventID == row.actionEventID {
        row.evidenceWeight = Double(Int(credit.creditMicros) * credit.touches) / 1_000_000
      }
      return
    }
    var effectiveNow = now
    if let seen = row.expirySeen, effectiveNow == nil || effectiveNow.map({ seen > $0 }) == true { effectiveNow = seen }
    if let effectiveNow, effectiveNow > row.windowExpiresAt {
      row.status = .expired
      row.signalSource = .automatic
      row.resolvedAt = row.windowExpiresAt
      row.expirySeen = effectiveNow
    }
  }

  private static func apply(_ labels: [LabelAct], to row: inout Row) {
    let acts = labels.filter { $0.outcomeID == row.outcomeID }
    let latest = acts.max { left, right in
      left.labelledAt == right.labelledAt ? "\(left.id)" < "\(right.id)" : left.labelledAt < right.labelledAt
    }
    guard let latest, case .set(let label, let score) = latest.kind else { return }
    row.status = label == .positive ? .positive : .negative
    row.score = score ?? (label == .positive ? 1.0 : 0.0)
    row.signalSource = .humanLabel
    row.signalEventID = nil
    row.resolvedAt = latest.labelledAt
    row.evidenceWeight = 1
  }

  private static func sample(of row: Row, action: RecordedAction, signals: ReferenceSignals) -> Sample? {
    guard row.isPrimary else { return nil }
    if row.status == .pending || row.status == .ambiguous { return nil }
    if row.status == .expired && !signals.policy.expiredCounts[row.outcomeType] { return nil }
    if row.outcomeType == .dealProgression,
      signals.startingStage(action) == signals.policy.stageOrder.names.count - 1
    {
      return nil
    }
    return Sample(
      predictedConfidence: action.predictedConfidence,
      outcome: row.status == .positive,
      weight: row.evidenceWeight,
      calibrationVersion: action.calibrationVersion
    )
  }

  private static func credits(_ signals: ReferenceSignals) -> [Credit] {
    var credits: [Credit] = []
    for signal in signals.all where signals.isConversion(signal) {
      let touches = signals.touches(signal)
      let micros = ReferenceCredits.micros(
        touches: touches,
        conversionTime: signal.timestamp,
        milestone: signals.milestoneTouch(touches),
        policy: signals.policy
      )
      for (index, touch) in touches.enumerated() {
        credits.append(
          Credit(
            signalEventID: signal.eventID,
            actionEventID: touch.eventID,
            model: signals.policy.attributionModel,
            creditMicros: micros[index],
            position: index + 1,
            touches: touches.count
          )
        )
      }
    }
    return credits
  }
}
