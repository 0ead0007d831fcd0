/// Why a benchmark can't go on: a sentence that says what to do.
public struct BenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
