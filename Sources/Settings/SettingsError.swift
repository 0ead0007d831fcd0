/// Settings that can't be used: every mistake that was found, each a sentence that names the variable.
public struct SettingsError: Error, CustomStringConvertible {
  public let mistakes: [String]

  public init(mistakes: [String]) {
    self.mistakes = mistakes
  }

  public var description: String {
    mistakes.count == 1
      ? mistakes[0] : "\(mistakes.count) settings are wrong:\n" + mistakes.map { "  \($0)" }.joined(separator: "\n")
  }
}
