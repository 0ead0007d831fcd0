/// A number of equally wide ranges over [0, 1]; an edge belongs to the range above it, and 1 to the last.
///
/// The edges are i / count by division: the double nearest to the decimal literal, which a multiple of 1 / count and an
/// accumulated grid are not.
public struct EqualWidthBins: Hashable, Sendable {
  /// As many as a curve may have.
  public static let countRange = 2...100

  /// The live bins.
  static let ten = EqualWidthBins(count: 10)

  public let count: Int

  /// - Parameter count: in ``countRange``.
  public init(count: Int) {
    precondition(Self.countRange.contains(count), "a curve has 2 to 100 bins")
    self.count = count
  }

  /// The number of i in 1..<count with `confidence` >= i / count, for a confidence in [0, 1].
  public func index(of confidence: Double) -> Int {
    precondition(confidence >= 0 && confidence <= 1, "a confidence lies in [0, 1]")
    // The product may be rounded over an edge, either way.
    var index = min(Int(confidence * Double(count)), count - 1)
    while index > 0, confidence < lower(index) { index -= 1 }
    while index < count - 1, confidence >= upper(index) { index += 1 }
    return index
  }

  /// The inclusive lower bound of a bin.
  public func lower(_ index: Int) -> Double { Double(index) / Double(count) }

  /// The upper bound of a bin: exclusive, but inclusive in the last one.
  public func upper(_ index: Int) -> Double { Double(index + 1) / Double(count) }

  /// Where a chart draws a bin; no metric is computed from it.
  public func midpoint(_ index: Int) -> Double { Double(2 * index + 1) / Double(2 * count) }
}
