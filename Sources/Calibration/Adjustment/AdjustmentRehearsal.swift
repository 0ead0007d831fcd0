public import EventModel

/// Plays the adjustments of one action type over its recorded past, under a policy of choice: what would have been said
/// and done, had it been in force from the beginning.
///
/// What the agent stated is taken back to its raw confidence (divided by the scaling that was in force when it acted),
/// and scaled by what the rehearsal has arrived at by then. Whether it came true is taken as it was: an agent that
/// escalates more may change that, and no record can tell.
public struct AdjustmentRehearsal: Sendable {
  /// One adjustment that would have been made, or proposed.
  public struct Step: Hashable, Sendable {
    public let at: Timestamp
    public let change: CorrectionChange
    public let gap: DetectedGap
  }

  /// What the agent said and how it went: as recorded, or as rehearsed.
  public struct Tally: Hashable, Sendable {
    /// The samples' own sums, for Brier score and gap.
    public internal(set) var statistics = BinStatistics.empty
    /// Actions whose confidence lay below the threshold of their time.
    public internal(set) var escalatedCount: Int64 = 0
    /// Those of them that came true: they needn't have been escalated.
    public internal(set) var escalatedInVainCount: Int64 = 0

    mutating func add(_ sample: CalibrationSample, under correction: Correction) {
      statistics.add(sample)
      guard sample.confidence < correction.escalationThreshold else { return }
      escalatedCount += 1
      if sample.outcome { escalatedInVainCount += 1 }
    }
  }

  public private(set) var state = CalibrationState()
  public private(set) var steps: [Step] = []
  public private(set) var judgementCount = 0
  public private(set) var recorded = Tally()
  public private(set) var rehearsed = Tally()

  private let policy: AdjustmentPolicy
  /// What was really in force.
  private let history: CorrectionTimeline
  /// What would have been.
  private var timeline = CorrectionTimeline()
  private var evidence = AdjustmentEvidence()

  /// - Parameters:
  ///   - policy: its mode `off` changes nothing; `propose` is rehearsed as if each proposal had been approved at once.
  ///   - history: the corrections that were in force.
  public init(policy: AdjustmentPolicy, history: CorrectionTimeline) {
    var policy = policy
    if policy.mode == .propose { policy.mode = .auto }
    self.policy = policy
    self.history = history
  }

  /// The next sample, in the order in which they matured.
  public mutating func add(_ recordedSample: RecordedSample) {
    let stated = recordedSample.sample
    let was = history.correction(at: recordedSample.actedAt, version: recordedSample.calibrationVersion)
    let would = timeline.correction(at: recordedSample.actedAt)
    let raw = stated.confidence / was.confidenceScaling
    let sample = CalibrationSample(confidence: would.scaled(raw), outcome: stated.outcome, weight: stated.weight)
    recorded.add(stated, under: was)
    rehearsed.add(sample, under: would)
    if let last = state.lastAdjustedAt, recordedSample.actedAt <= last { return }
    evidence.add(sample)
    let now = recordedSample.windowExpiresAt
    guard let judgement = state.judge(evidence, policy: policy, at: now) else { return }
    judgementCount += 1
    guard case .adjusted(let change) = judgement.consequence else { return }
    steps.append(Step(at: now, change: change, gap: judgement.gap))
    timeline.add(change.after, version: state.version, since: now)
    evidence = AdjustmentEvidence()
  }
}
