/// One of the ten equal ranges into which stated confidences fall: [0, 0.1), [0.1, 0.2) ... [0.9, 1.0].
///
/// An edge belongs to the bin above it, as a person reads the literal: 0.3 is in bin 3 and 1.0 in bin 9. Libraries
/// disagree here, and those that multiply (0.1 x 3 > 0.3) or accumulate a grid disagree with themselves.
public struct ConfidenceBin: Hashable, Comparable, Sendable {
  public static let count = 10

  /// Every bin, from the least confident up.
  public static let all = (0..<count).map(ConfidenceBin.init(index:))

  /// 0 to 9.
  public let index: Int

  public init(index: Int) {
    precondition((0..<Self.count).contains(index), "no such confidence bin")
    self.index = index
  }

  /// The bin of a confidence in [0, 1].
  public init(of confidence: Double) {
    self.init(index: Self.index(of: confidence))
  }

  /// The inclusive lower bound.
  public var lower: Double { EqualWidthBins.ten.lower(index) }

  /// The upper bound: exclusive, but inclusive in the last bin.
  public var upper: Double { EqualWidthBins.ten.upper(index) }

  /// Where a chart draws the bin; no metric is computed from it.
  public var midpoint: Double { EqualWidthBins.ten.midpoint(index) }

  /// The number of i in 1...9 with `confidence` >= i/10, for a confidence in [0, 1] (SEMANTICS section 4).
  public static func index(of confidence: Double) -> Int {
    EqualWidthBins.ten.index(of: confidence)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.index < right.index
  }
}
