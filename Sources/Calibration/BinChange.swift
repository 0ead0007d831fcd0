/// What a batch does to one bin: the samples that leave it and those that enter it.
public struct BinChange: Hashable, Sendable {
  public internal(set) var removed = BinStatistics.empty
  public internal(set) var added = BinStatistics.empty

  /// The bin afterwards.
  ///
  /// - Throws: `binUnderflow` when more samples leave than the bin holds: the bin is not the fold of its samples, and
  ///   only a rebuild can mend it.
  public func apply(to statistics: BinStatistics) throws(CalibrationError) -> BinStatistics {
    guard removed.sampleCount <= statistics.sampleCount + added.sampleCount else {
      throw CalibrationError(
        .binUnderflow,
        "\(removed.sampleCount) samples leave a bin of \(statistics.sampleCount) that gains \(added.sampleCount)"
      )
    }
    var result = statistics
    if removed.sampleCount <= statistics.sampleCount {
      // Out before in: a bin that is replaced whole passes through exact zeros.
      result.unmerge(removed)
      result.merge(added)
    } else {
      result.merge(added)
      result.unmerge(removed)
    }
    return result
  }
}
