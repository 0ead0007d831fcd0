import Calibration
import EventModel
import TestSupport

/// An agent that applies the correction it is given, and a world whose truth is known: day by day it acts, answers come
/// early and silence late, and the evidence is looked at.
struct SimulatedLoop {
  /// The chance of success by the agent's raw confidence, and by day.
  typealias Truth = @Sendable (_ confidence: Double, _ day: Int) -> Double

  struct Action {
    let windowExpiresAt: Timestamp
    let resolvedAt: Timestamp
    let version: Int64
    let sample: CalibrationSample
  }

  /// What counts as evidence; the right one waits until samples are matured.
  enum Maturity {
    case respected
    /// The mistake that this product was built to avoid: the answered count before the ignored.
    case forgotten
  }

  static let window = TimeInterval.days(7)
  static let start = Timestamp(microseconds: 1_800_000_000_000_000)
  static let actionsPerDay = 20

  let confidences: [Double]
  let truth: Truth
  let maturity: Maturity
  private(set) var state = CalibrationState()
  /// The changes, with the day of each.
  private(set) var changes: [(day: Int, change: CorrectionChange)] = []
  private(set) var verdicts: [CalibrationVerdict] = []
  /// What isn't known yet.
  private var waiting: [Action] = []
  private var evidence = AdjustmentEvidence()
  private var generator: TestGenerator

  init(confidences: [Double], seed: UInt64, maturity: Maturity = .respected, truth: @escaping Truth) {
    self.confidences = confidences
    self.truth = truth
    self.maturity = maturity
    generator = TestGenerator(seed: seed)
  }

  /// The mean of what is said minus what happens, exactly, under a correction.
  func gap(under correction: Correction, day: Int) -> Double {
    confidences.reduce(0) { $0 + correction.scaled($1) - truth($1, day) } / Double(confidences.count)
  }

  mutating func run(days: Int, policy: AdjustmentPolicy = .default) {
    for day in 0..<days {
      let now = Self.start + .days(Int64(day))
      judge(at: now, day: day, policy: policy)
      for number in 0..<Self.actionsPerDay {
        act(at: Timestamp(microseconds: now.microseconds + Int64(number + 1) * 1_000_000), day: day)
      }
    }
  }

  private mutating func act(at time: Timestamp, day: Int) {
    let raw = generator.pick(confidences)
    let cameTrue = Double.random(in: 0..<1, using: &generator) < truth(raw, day)
    // Answers within two days on average, all within the window; silence is known when it ends.
    let delay = Int64.random(in: 0...Self.window.microseconds / 4, using: &generator)
    let expiry = time + Self.window
    waiting.append(
      Action(
        windowExpiresAt: expiry,
        resolvedAt: cameTrue ? Timestamp(microseconds: time.microseconds + delay) : expiry,
        version: state.version,
        sample: CalibrationSample(confidence: state.correction.scaled(raw), outcome: cameTrue)
      )
    )
  }

  private mutating func judge(at now: Timestamp, day: Int, policy: AdjustmentPolicy) {
    for action in waiting where known(action) <= now && action.version == state.version {
      evidence.add(action.sample)
    }
    waiting = waiting.filter { known($0) > now }
    guard let judgement = state.judge(evidence, policy: policy, at: now) else { return }
    verdicts.append(judgement.verdict)
    guard case .adjusted(let change) = judgement.consequence else { return }
    changes.append((day, change))
    // Every action so far came before the last adjustment now.
    evidence = AdjustmentEvidence()
  }

  private func known(_ action: Action) -> Timestamp {
    switch maturity {
    case .respected: action.windowExpiresAt
    case .forgotten: action.resolvedAt
    }
  }
}
