import Calibration
import Documents
import EventModel

/// What a rehearsal shows, for programs.
enum RehearsalJSON {
  static func document(
    _ rehearsal: AdjustmentRehearsal,
    of key: CalibrationKey,
    policy: AdjustmentPolicy
  ) -> JSONValue {
    .object([
      "tenant_id": .string(key.tenantID.description),
      "action_type": .string(key.actionType.text),
      "settings": .object(CalibrationSetting.allCases.map { JSONMember($0.key, $0.value(in: policy)) }),
      "judgement_count": .count(rehearsal.judgementCount),
      "confidence_scaling": .real(rehearsal.state.correction.confidenceScaling),
      "escalation_threshold": .real(rehearsal.state.correction.escalationThreshold),
      "verdict": .string(rehearsal.state.verdict.rawValue),
      "recorded": tally(rehearsal.recorded),
      "rehearsed": tally(rehearsal.rehearsed),
      "steps": .array(rehearsal.steps.map(step)),
    ])
  }

  private static func tally(_ tally: AdjustmentRehearsal.Tally) -> JSONValue {
    let statistics = tally.statistics
    return .object([
      "sample_count": .count(statistics.sampleCount),
      "mean_confidence": .real(statistics.meanConfidence),
      "base_rate": .real(statistics.actualRate),
      "brier_score": .real(statistics.weightSum > 0 ? statistics.brierSum / statistics.weightSum : nil),
      "escalated_count": .count(tally.escalatedCount),
      "escalated_in_vain_count": .count(tally.escalatedInVainCount),
    ])
  }

  private static func step(_ step: AdjustmentRehearsal.Step) -> JSONValue {
    .object([
      "at": .time(step.at),
      "gap": .real(step.gap.value),
      "gap_margin": .real(step.gap.margin),
      "sample_count": .count(step.gap.sampleCount),
      "signal": .real(step.change.signal),
      "step": .real(step.change.step),
      "scaling_after": .real(step.change.after.confidenceScaling),
      "threshold_after": .real(step.change.after.escalationThreshold),
    ])
  }
}
