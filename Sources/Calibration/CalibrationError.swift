/// Why a fold of samples can't go on.
public struct CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// A bin would hold fewer samples than none: stored bins and stored samples disagree.
    case binUnderflow = "bin_underflow"
    /// A file of forecasts doesn't say which column is which: none of it can be read.
    case invalidHeader = "invalid_header"
    /// One row of a file says no forecast; the others may.
    case invalidForecast = "invalid_forecast"
  }

  public let code: Code
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Trying again changes nothing: the bins have to be rebuilt from the samples, or the file to be corrected.
  public var isRetriable: Bool {
    switch code {
    case .binUnderflow, .invalidHeader, .invalidForecast: false
    }
  }

  public var description: String { "\(code.rawValue): \(message)" }
}
