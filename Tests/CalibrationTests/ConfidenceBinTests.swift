import Calibration
import Testing

struct ConfidenceBinTests {
  private static let literals: [(Double, Int)] = [
    (0.0, 0), (-0.0, 0), (0.05, 0), (0.1, 1), (0.2, 2), (0.3, 3), (0.1 + 0.2, 3), (0.1 * 3, 3), (0.4, 4), (0.5, 5),
    (0.6, 6), (0.1 * 6, 6), (0.7, 7), (0.1 * 7, 7), (0.8, 8), (0.9, 9), (0.95, 9), (1.0, 9), (1.0.nextDown, 9),
  ]

  @Test(arguments: literals)
  func `a one-decimal literal opens its own bin`(confidence: Double, bin: Int) {
    #expect(ConfidenceBin.index(of: confidence) == bin)
  }

  @Test(arguments: 1...9)
  func `an edge belongs to the bin above, and the double below it does not`(number: Int) {
    let edge = Double(number) / 10
    #expect(ConfidenceBin.index(of: edge) == number)
    #expect(ConfidenceBin.index(of: edge.nextUp) == number)
    #expect(ConfidenceBin.index(of: edge.nextDown) == number - 1)
  }

  @Test func `every two-decimal literal falls where a person reads it`() throws {
    for hundredths in 0...100 {
      let text = hundredths == 100 ? "1.00" : "0." + (hundredths < 10 ? "0" : "") + "\(hundredths)"
      let confidence = try #require(Double(text))
      #expect(ConfidenceBin.index(of: confidence) == min(hundredths / 10, 9), "\(text)")
    }
  }

  @Test func `the bins touch and cover zero to one`() {
    #expect(ConfidenceBin.all.count == 10)
    #expect(ConfidenceBin.all.first?.lower == 0)
    #expect(ConfidenceBin.all.last?.upper == 1)
    for (left, right) in zip(ConfidenceBin.all, ConfidenceBin.all.dropFirst()) {
      #expect(left.upper == right.lower)
      #expect(left < right)
    }
    #expect(ConfidenceBin(index: 3).lower == 0.3)
    #expect(ConfidenceBin(index: 6).upper == 0.7)
    #expect(ConfidenceBin(index: 7).midpoint == 0.75)
  }
}
