/// Control of false discoveries among many tests.
public enum FalseDiscovery {
  /// The smallest false discovery rate at which each hypothesis is rejected: the step-up procedure of Benjamini and
  /// Hochberg (1995).
  ///
  /// It keeps the rate for independent tests and for those that rise and fall together. Values of one attribute pull
  /// against each other, since each is compared with the rest, but weakly; that the rate holds for patterns is
  /// measured.
  ///
  /// - Parameter probabilities: p values, in [0, 1].
  /// - Returns: in the same order, in [0, 1], none below its p value.
  public static func adjusted(_ probabilities: [Double]) -> [Double] {
    var result = probabilities
    var smallest = 1.0
    let descending = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
    for (position, index) in descending.enumerated() {
      let rank = Double(probabilities.count - position)
      smallest = min(smallest, probabilities[index] * Double(probabilities.count) / rank)
      // A product and a quotient round, and by that much it may come out below.
      result[index] = max(smallest, probabilities[index])
    }
    return result
  }
}
