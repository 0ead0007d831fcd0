/// Why a fold of samples can't go on.
public struct CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// A bin would hold fewer samples than none: stored bins and stored samples disagree.
    case binUnderflow = "bin_underflow"
  }

  public let code: Code
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Trying again changes nothing; the bins have to be rebuilt from the samples.
  public var isRetriable: Bool {
    switch code {
    case .binUnderflow: false
    }
  }

  public var description: String { "\(code.rawValue): \(message)" }
}
