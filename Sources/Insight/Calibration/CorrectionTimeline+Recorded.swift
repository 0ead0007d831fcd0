import Calibration
import EventModel
import PostgresClient
import Store

extension CorrectionTimeline {
  /// The corrections of an action type that were in force.
  static func recorded(of key: CalibrationKey, in transaction: PostgresTransaction) async throws -> CorrectionTimeline {
    var timeline = CorrectionTimeline()
    for row in try await transaction.send(ListVersions(of: key)) {
      timeline.add(row.after, version: row.version, since: row.decidedAt)
    }
    return timeline
  }

  /// A sample with the confidence that the agent had before it was scaled. What the scaling cut off at 1 is lost.
  func raw(_ recorded: RecordedSample) -> CalibrationSample {
    let correction = correction(at: recorded.actedAt, version: recorded.calibrationVersion)
    return CalibrationSample(
      confidence: min(recorded.sample.confidence / correction.confidenceScaling, 1),
      outcome: recorded.sample.outcome,
      weight: recorded.sample.weight
    )
  }
}
