import Calibration
import Documents
import EventModel

/// What a rehearsal shows, as sentences that a sales lead understands.
enum RehearsalText {
  static func lines(of rehearsal: AdjustmentRehearsal, actionType: ActionType) -> [String] {
    let recorded = rehearsal.recorded
    guard recorded.statistics.sampleCount > 0 else {
      return ["\(actionType): no matured actions to rehearse on"]
    }
    var lines = [
      "\(actionType): \(NumberText.count(recorded.statistics.sampleCount)) actions whose end is known, "
        + "\(NumberText.count(rehearsal.judgementCount)) judgements.",
      "As it was: it said \(percent(recorded.statistics.meanConfidence)) on average, and "
        + "\(percent(recorded.statistics.actualRate)) came true.",
    ]
    if rehearsal.steps.isEmpty {
      return lines + [
        "These settings would have left it alone: where it was judged, its confidence was close enough to what happened."
      ]
    }
    let correction = rehearsal.state.correction
    lines += [
      "With these settings it would have been corrected \(times(rehearsal.steps.count)): its confidence would now be "
        + "multiplied by \(NumberText.fixed(correction.confidenceScaling, decimals: 3)), and it would escalate below "
        + "\(percent(correction.escalationThreshold)).",
      "Over the whole time it would have said \(percent(rehearsal.rehearsed.statistics.meanConfidence)) on average; the "
        + "squared error (Brier) would be \(brier(rehearsal.rehearsed)) instead of \(brier(recorded)).",
      escalations(rehearsal), "",
    ]
    return lines + steps(rehearsal.steps)
  }

  private static func escalations(_ rehearsal: AdjustmentRehearsal) -> String {
    let (was, would) = (rehearsal.recorded, rehearsal.rehearsed)
    return "It would have escalated \(NumberText.count(would.escalatedCount)) of the actions instead of "
      + "\(NumberText.count(was.escalatedCount)); of these \(NumberText.count(would.escalatedInVainCount)) came true "
      + "without help, before \(NumberText.count(was.escalatedInVainCount))."
  }

  private static func steps(_ steps: [AdjustmentRehearsal.Step]) -> [String] {
    var table = Table([.left("when"), .right("gap"), .right("samples"), .right("scaling"), .right("threshold")])
    for step in steps {
      table.add([
        step.at.rfc3339, NumberText.signed(step.gap.value, decimals: 3), NumberText.count(step.gap.sampleCount),
        NumberText.fixed(step.change.after.confidenceScaling, decimals: 4),
        NumberText.fixed(step.change.after.escalationThreshold, decimals: 4),
      ])
    }
    return table.lines()
  }

  private static func brier(_ tally: AdjustmentRehearsal.Tally) -> String {
    let statistics = tally.statistics
    return NumberText.fixed(
      statistics.weightSum > 0 ? statistics.brierSum / statistics.weightSum : nil,
      decimals: 4
    )
  }

  private static func percent(_ share: Double?) -> String {
    share.map { NumberText.fixed($0 * 100, decimals: 1) + " %" } ?? NumberText.none
  }

  private static func times(_ count: Int) -> String {
    count == 1 ? "once" : "\(NumberText.count(count)) times"
  }
}
