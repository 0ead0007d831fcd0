import Attribution
import EventModel

/// Finds the touch that led to the milestone stage (SEMANTICS section 3, `w_shaped`).
struct MilestoneFinder {
  /// The times of the stage changes that reach the milestone, ascending.
  private let reachedAt: [Timestamp]

  /// Finds nothing under models that don't ask for it, or where the milestone isn't in the tenant's order.
  init(stages: StageTimeline, policy: ResolutionPolicy) {
    guard policy.attributionModel == .wShaped, let milestone = policy.stageOrder.index(of: policy.milestoneStage) else {
      reachedAt = []
      return
    }
    reachedAt = stages.positionsReaching(milestone).map { stages.stages[$0].timestamp }
  }

  /// The index of the last touch at or before the first stage change, within the touches' span, that reaches the
  /// milestone.
  func touchIndex(of touches: [AttributionTouch]) -> Int? {
    guard let first = touches.first?.time, let last = touches.last?.time else { return nil }
    let index = reachedAt.partitioningIndex { $0 >= first }
    guard index < reachedAt.count, reachedAt[index] <= last else { return nil }
    return touches.partitioningIndex { $0.time > reachedAt[index] } - 1
  }
}
