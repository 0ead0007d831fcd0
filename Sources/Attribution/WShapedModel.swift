/// W: the first, the last and the milestone touch take 30 % each, the others share 10 % evenly.
///
/// Three touches share evenly, as there are no others. Without a milestone touch strictly between the ends it is U.
enum WShapedModel {
  static func weights(count: Int, milestoneIndex: Int?, parameters: AttributionParameters) -> [UInt64] {
    guard let milestoneIndex, milestoneIndex > 0, milestoneIndex < count - 1 else {
      return PositionBasedModel.weights(count: count, parameters: parameters)
    }
    let othersCount = UInt64(count - 3)
    guard othersCount > 0 else { return [1, 1, 1] }
    // In tenths, over the number of other touches.
    var weights = Array(repeating: UInt64(1), count: count)
    for index in [0, milestoneIndex, count - 1] {
      weights[index] = 3 * othersCount
    }
    return weights
  }
}
