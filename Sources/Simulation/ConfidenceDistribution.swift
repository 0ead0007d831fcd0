/// Which confidences an agent states: whole hundredths, as language models do, most often near `mode`.
///
/// The weights rise and fall in straight lines, so that the truth about each bin is a finite sum and no estimate.
public struct ConfidenceDistribution: Hashable, Sendable {
  /// The lowest that is stated, in hundredths, 0 to 100.
  public let lowestHundredths: Int
  /// The most frequent, in hundredths, between the others.
  public let modeHundredths: Int
  /// The highest that is stated, in hundredths, 0 to 100.
  public let highestHundredths: Int

  /// The running sums of the weights, from the lowest up.
  private let cumulativeWeights: [Int]

  public init(lowestHundredths: Int, modeHundredths: Int, highestHundredths: Int) {
    precondition(
      0 <= lowestHundredths && lowestHundredths <= modeHundredths && modeHundredths <= highestHundredths
        && highestHundredths <= 100,
      "hundredths rise from 0 to 100"
    )
    self.lowestHundredths = lowestHundredths
    self.modeHundredths = modeHundredths
    self.highestHundredths = highestHundredths
    var sum = 0
    cumulativeWeights = (lowestHundredths...highestHundredths).map { hundredths in
      let rising = (hundredths - lowestHundredths + 1) * (highestHundredths - modeHundredths + 1)
      let falling = (highestHundredths - hundredths + 1) * (modeHundredths - lowestHundredths + 1)
      sum += min(rising, falling)
      return sum
    }
  }

  /// Every confidence with its probability; the probabilities sum to 1.
  var probabilities: [(confidence: Double, probability: Double)] {
    let total = Double(totalWeight)
    return cumulativeWeights.indices.map { index in
      let weight = cumulativeWeights[index] - (index == 0 ? 0 : cumulativeWeights[index - 1])
      return (confidence(at: index), Double(weight) / total)
    }
  }

  func confidence(using generator: inout SeededGenerator) -> Double {
    let position = generator.index(below: totalWeight)
    // At most 101 weights: a search would not pay.
    let index = cumulativeWeights.firstIndex { position < $0 } ?? cumulativeWeights.count - 1
    return confidence(at: index)
  }

  private var totalWeight: Int { cumulativeWeights[cumulativeWeights.count - 1] }

  private func confidence(at index: Int) -> Double {
    Double(lowestHundredths + index) / 100
  }
}
