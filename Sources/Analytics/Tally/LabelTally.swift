/// People's labels.
struct LabelTally: Hashable, Sendable {
  private(set) var positiveCount: Int64 = 0
  private(set) var negativeCount: Int64 = 0
  private(set) var agreeingCount: Int64 = 0
  private(set) var differingCount: Int64 = 0

  mutating func add(_ row: LabelRollup) {
    positiveCount += row.positiveCount
    negativeCount += row.negativeCount
    agreeingCount += row.agreeingCount
    differingCount += row.differingCount
  }
}
