/// Sorts samples into bins of equal weight, as an ascending stream in bounded memory.
///
/// Of N bins the group of one confidence belongs, as a whole, to number floor(N (c + w/2) / W), where c is the weight
/// below it, w its own and W that of all. So equal confidences are never split; without ties, and with equal weights in
/// a multiple of N, the bins are exactly equal; where a single confidence weighs more than a bin, fewer than N bins have
/// samples, and the others don't exist. A group without weight goes with the one before it.
public struct EqualMassBins: Sendable {
  private struct Bin {
    let number: Int
    let lower: Double
    var upper: Double
    var statistics: BinStatistics
  }

  /// How many bins there may be.
  public static let countDefault = 10

  private let binCountMax: Int
  private let totalWeight: Double
  private var weightBelow = 0.0
  private var bins: [Bin] = []

  /// - Parameters:
  ///   - totalWeight: the sum of the weights of everything that will be added.
  ///   - binCountMax: at least 1.
  public init(totalWeight: Double, binCountMax: Int = countDefault) {
    precondition(totalWeight >= 0, "weights are not negative")
    precondition(binCountMax > 0, "there is at least one bin")
    self.totalWeight = totalWeight
    self.binCountMax = binCountMax
  }

  /// Adds the next group, whose confidence is above that of the one before.
  public mutating func add(_ group: ConfidenceGroup) {
    precondition(bins.last.map { $0.upper < group.confidence } ?? true, "groups come in ascending order")
    let number = number(of: group)
    weightBelow += group.weightSum
    let statistics = BinStatistics(group)
    if let last = bins.indices.last, bins[last].number == number {
      bins[last].upper = group.confidence
      bins[last].statistics.merge(statistics)
    } else {
      bins.append(
        Bin(number: number, lower: group.confidence, upper: group.confidence, statistics: statistics)
      )
    }
  }

  private func number(of group: ConfidenceGroup) -> Int {
    let previous = bins.last?.number ?? 0
    guard group.weightSum > 0, totalWeight > 0 else { return previous }
    let middle = (weightBelow + group.weightSum / 2) / totalWeight
    // Never below the bin before, whatever is rounded.
    return max(previous, min(Int(middle * Double(binCountMax)), binCountMax - 1))
  }

  /// The curve over the bins that have samples.
  public var curve: CalibrationCurve {
    CalibrationCurve(
      points: bins.enumerated().map { index, bin in
        CalibrationPoint(
          index: index,
          lower: bin.lower,
          upper: bin.upper,
          midpoint: bin.lower + (bin.upper - bin.lower) / 2,
          statistics: bin.statistics
        )
      }
    )
  }
}
