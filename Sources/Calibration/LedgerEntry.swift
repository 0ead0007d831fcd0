/// The latest known sample of one outcome, as the ledger stores it.
public struct LedgerEntry: Hashable, Sendable {
  public let revision: Int64
  /// `nil` is a tombstone: the sample was retracted, and nothing older may bring it back.
  public let sample: CalibrationSample?

  public init(revision: Int64, sample: CalibrationSample?) {
    self.revision = revision
    self.sample = sample
  }
}
