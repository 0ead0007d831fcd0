import TestSupport

/// A seeded choice of faults in which every kind comes as often as the others: a deck that is dealt to its end and then
/// shuffled again.
struct FaultDeck {
  private let kinds: [FaultKind]
  private var left: [FaultKind] = []
  private var dealtCount = 0

  /// Whether every kind came at least once.
  var hasDealtAll: Bool { dealtCount >= kinds.count }

  /// - Parameter kinds: not empty.
  init(_ kinds: [FaultKind]) {
    precondition(!kinds.isEmpty, "a deck has a card")
    self.kinds = kinds
  }

  mutating func draw(using generator: inout TestGenerator) -> FaultKind {
    if left.isEmpty { left = kinds.shuffled(using: &generator) }
    dealtCount += 1
    return left.removeLast()
  }
}

extension TestGenerator {
  /// A span of so many seconds.
  mutating func duration(_ seconds: ClosedRange<Double>) -> Duration {
    .milliseconds(Int(Double.random(in: seconds, using: &self) * 1000))
  }
}
