import Calibration
import EventModel
import Testing

@Suite struct JudgementTests {
  private static let now = Timestamp(microseconds: 1_800_000_000_000_000)

  /// Samples of one stated confidence, of which some came true.
  private static func evidence(_ parts: (confidence: Double, count: Int, trueCount: Int)...) -> AdjustmentEvidence {
    var evidence = AdjustmentEvidence()
    for part in parts {
      for number in 0..<part.count {
        evidence.add(CalibrationSample(confidence: part.confidence, outcome: number < part.trueCount))
      }
    }
    return evidence
  }

  /// A judgement that must be due.
  private static func judge(
    _ state: inout CalibrationState,
    _ evidence: AdjustmentEvidence,
    _ policy: AdjustmentPolicy
  ) throws -> Judgement {
    let judgement = state.judge(evidence, policy: policy, at: now)
    return try #require(judgement)
  }

  private static func isNotDue(_ evidence: AdjustmentEvidence, of state: inout CalibrationState) -> Bool {
    state.judge(evidence, policy: .default, at: now) == nil
  }

  @Test("the gap is that of the bins with ten samples, each rate drawn to its mean by ten imaginary ones")
  func gap() throws {
    let evidence = Self.evidence((0.9, 40, 20), (0.35, 10, 5), (0.1, 9, 9))
    let gap = try #require(evidence.gap(under: .default))
    // Bin 9: 0.9 - (20 + 9) / 50 = 0.32; bin 3: 0.35 - (5 + 3.5) / 20 = -0.075; bin 1 has too few.
    #expect(abs(gap.value - (40 * 0.32 - 10 * 0.075) / 50) < 1e-15)
    let variance = 40 * 0.9 * 0.1 + 10 * 0.35 * 0.65
    #expect(abs(gap.margin - 1.959963984540054 * variance.squareRoot() / 50) < 1e-15)
    #expect(gap.sampleCount == 50)
  }

  @Test("an overconfident agent is scaled down by a tenth of the gap, and its threshold rises as much")
  func firstStep() throws {
    var state = CalibrationState()
    let judgement = try Self.judge(&state, Self.evidence((0.9, 50, 25)), .default)
    let gap = 0.9 - (25 + 9) / 60.0
    #expect(judgement.verdict == .overconfident && abs(judgement.gap.value - gap) < 1e-12)
    guard case .adjusted(let change) = judgement.consequence else { throw Unexpected() }
    #expect(change.before == .initial && abs(change.signal - gap) < 1e-12 && abs(change.step - 0.1 * gap) < 1e-12)
    #expect(abs(state.correction.confidenceScaling - (1 - 0.1 * gap)) < 1e-12)
    #expect(abs(state.correction.escalationThreshold - (0.7 + 0.1 * gap)) < 1e-12)
    #expect(state.version == 1 && state.lastAdjustedAt == Self.now && state.judgedSampleCount == 0)
    #expect(state.verdict == .overconfident)
  }

  @Test("an underconfident agent is scaled up, and its threshold falls")
  func underconfident() throws {
    var state = CalibrationState()
    let judgement = try Self.judge(&state, Self.evidence((0.3, 50, 40)), .default)
    #expect(judgement.verdict == .underconfident)
    #expect(state.correction.confidenceScaling > 1 && state.correction.escalationThreshold < 0.7)
  }

  @Test("signals are damped by those before them; a change of sign begins anew")
  func damping() throws {
    var state = CalibrationState()
    var signals: [Double] = []
    var gaps: [Double] = []
    for evidence in [
      Self.evidence((0.9, 50, 25)), Self.evidence((0.9, 50, 20)), Self.evidence((0.2, 50, 40)),
      Self.evidence((0.2, 50, 30)),
    ] {
      let judgement = try Self.judge(&state, evidence, .default)
      guard case .adjusted(let change) = judgement.consequence else { throw Unexpected() }
      signals.append(change.signal)
      gaps.append(judgement.gap.value)
    }
    #expect(signals[0] == gaps[0])
    #expect(abs(signals[1] - (0.3 * gaps[1] + 0.7 * gaps[0])) < 1e-12)
    #expect(signals[2] == gaps[2])
    #expect(abs(signals[3] - (0.3 * gaps[3] + 0.7 * gaps[2])) < 1e-12)
    #expect(state.version == 4)
  }

  @Test("a gap of 0.15, or one within its interval, is calibrated, and clears the memory")
  func calibrated() throws {
    var state = CalibrationState()
    _ = state.judge(Self.evidence((0.9, 50, 25)), policy: .default, at: Self.now)
    #expect(state.previousSignal != nil)
    let judgement = try Self.judge(&state, Self.evidence((0.8, 60, 42)), .default)
    #expect(judgement.verdict == .calibrated && judgement.consequence == .none)
    #expect(state.previousSignal == nil && state.version == 1 && state.judgedSampleCount == 60)
    // A gap of 0.2 that 50 samples of weight can't show: nearly all the weight is one sample's.
    var few = AdjustmentEvidence()
    for _ in 0..<60 { few.add(CalibrationSample(confidence: 0.5, outcome: false, weight: 0.001)) }
    few.add(CalibrationSample(confidence: 0.5, outcome: false, weight: 30))
    var other = CalibrationState()
    let uncertain = try Self.judge(&other, few, .default)
    #expect(uncertain.gap.value > 0.15 && uncertain.gap.mayBeNone && uncertain.verdict == .calibrated)
  }

  @Test("no judgement before a cycle of samples in bins that count, nor before a cycle of new ones")
  func cycle() throws {
    var state = CalibrationState()
    #expect(Self.isNotDue(Self.evidence((0.9, 49, 20)), of: &state))
    #expect(Self.isNotDue(Self.evidence((0.9, 45, 20), (0.1, 9, 9)), of: &state))
    #expect(state.verdict == .insufficientData && state.judgedSampleCount == 0)
    #expect(try Self.judge(&state, Self.evidence((0.6, 50, 30)), .default).verdict == .calibrated)
    #expect(Self.isNotDue(Self.evidence((0.6, 99, 0)), of: &state))
    #expect(try Self.judge(&state, Self.evidence((0.6, 100, 0)), .default).verdict == .overconfident)
  }

  @Test("at the bounds a step that changes nothing makes no version, and the state says so")
  func bounds() throws {
    let policy = AdjustmentPolicy(scalingBounds: 0.99...1, thresholdBounds: 0.7...0.71)
    var state = CalibrationState()
    let evidence = Self.evidence((0.9, 50, 10))
    _ = try Self.judge(&state, evidence, policy)
    #expect(state.correction == Correction(confidenceScaling: 0.99, escalationThreshold: 0.71) && state.version == 1)
    #expect(!state.isAtBound)
    let second = try Self.judge(&state, evidence, policy)
    #expect(second.consequence == .atBound && state.isAtBound && state.version == 1)
    #expect(try Self.judge(&state, Self.evidence((0.9, 100, 90)), policy).verdict == .calibrated)
    #expect(!state.isAtBound)
  }

  @Test("a proposal changes nothing until it is approved, which counts as the adjustment and clears the memory")
  func proposal() throws {
    let policy = AdjustmentPolicy(mode: .propose)
    var state = CalibrationState()
    let judgement = try Self.judge(&state, Self.evidence((0.9, 50, 25)), policy)
    guard case .proposed(let change) = judgement.consequence else { throw Unexpected() }
    #expect(state.version == 0 && state.correction == .initial && state.previousSignal == change.signal)
    #expect(state.judgedSampleCount == 50 && state.mode == .propose)
    let later = Self.now + .hours(1)
    state.approve(change.after, at: later)
    #expect(state.version == 1 && state.correction == change.after && state.lastAdjustedAt == later)
    #expect(state.previousSignal == nil && state.judgedSampleCount == 0)
    state.rollBack(to: change.before, at: later)
    #expect(state.version == 2 && state.correction == .initial)
  }

  @Test("off and frozen report the verdict and change nothing", arguments: [CalibrationMode.off, .auto, .propose])
  func reportedOnly(mode: CalibrationMode) throws {
    var state = CalibrationState()
    if mode != .off { state.freeze() }
    let policy = AdjustmentPolicy(mode: mode)
    let judgement = try Self.judge(&state, Self.evidence((0.9, 50, 25)), policy)
    #expect(judgement.consequence == .reportedOnly && state.verdict == .overconfident && state.version == 0)
    state.release()
    let released = state.judge(Self.evidence((0.9, 100, 50)), policy: .default, at: Self.now)
    #expect(released?.consequence != .reportedOnly && state.version == 1)
  }

  private struct Unexpected: Error {}
}
