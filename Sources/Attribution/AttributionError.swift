/// Why a model can't be fitted to a table of paths.
public struct AttributionError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// The Markov chain would have more states than are solved exactly.
    case tooManyStates
    /// The rate game would have more action types than are solved exactly.
    case tooManyActionTypes
  }

  public let code: Code
  /// What is too much, and what to do.
  public let message: String

  /// The same paths are refused the same way again.
  public var isRetriable: Bool { false }
  public var description: String { message }
}
