public import EventModel

extension CalibrationState {
  /// Looks at the evidence (SEMANTICS section 5, rules 3 to 5).
  ///
  /// A judgement needs one cycle of samples in all, and one that the last judgement had not counted: looking after every
  /// batch would be peeking. A step that is taken is the last adjustment from `now` on. A change that is only proposed
  /// keeps the samples, and the signal as the memory of the next one.
  ///
  /// - Parameter evidence: of the samples that count for this state at `now`.
  /// - Returns: `nil` where no judgement was due.
  public mutating func judge(
    _ evidence: AdjustmentEvidence,
    policy: AdjustmentPolicy,
    at now: Timestamp
  ) -> Judgement? {
    mode = policy.mode
    guard let gap = evidence.gap(under: policy), gap.sampleCount >= policy.cycleSampleCount,
      gap.sampleCount - judgedSampleCount >= policy.cycleSampleCount
    else { return nil }
    judgedSampleCount = gap.sampleCount
    verdict = gap.verdict(under: policy)
    return Judgement(
      verdict: verdict,
      gap: gap,
      evidence: evidence,
      consequence: consequence(of: gap, policy: policy, at: now)
    )
  }

  private mutating func consequence(
    of gap: DetectedGap,
    policy: AdjustmentPolicy,
    at now: Timestamp
  ) -> Judgement.Consequence {
    isAtBound = false
    guard verdict != .calibrated else {
      previousSignal = nil
      return .none
    }
    guard policy.mode != .off, !isFrozen else {
      // Nobody acts on a signal here, so that none is remembered.
      previousSignal = nil
      return .reportedOnly
    }
    let signal = damped(gap.value)
    let step = AdjustmentPolicy.stepShare * signal
    let change = CorrectionChange(
      before: correction,
      after: correction.stepped(by: step, within: policy),
      signal: signal,
      step: step
    )
    previousSignal = signal
    guard change.after != change.before else {
      isAtBound = true
      return .atBound
    }
    switch policy.mode {
    case .auto:
      adjust(to: change.after, at: now, signal: signal)
      return .adjusted(change)
    case .propose:
      return .proposed(change)
    case .off:
      preconditionFailure("a mode that changes nothing was dealt with above")
    }
  }

  /// 0.3 G + 0.7 s'; G itself at first and after a change of sign.
  private func damped(_ gap: Double) -> Double {
    guard let previousSignal, previousSignal.sign == gap.sign else { return gap }
    return AdjustmentPolicy.gapShare * gap + (1 - AdjustmentPolicy.gapShare) * previousSignal
  }
}
