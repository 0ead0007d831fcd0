import Configuration
import FoundationEssentials

/// Reads settings one by one, remembers every mistake, and names them all at once.
///
/// A setting `reckoner.redis.url` is the environment variable `RECKONER_REDIS_URL`; a secret may also stand in the file
/// that `RECKONER_REDIS_URL_FILE` names. Flags stand above the environment.
public struct SettingsReader {
  private let reader: ConfigReader
  private var mistakes: [String] = []

  /// - Parameters:
  ///   - environment: the variables of the process, or a test's own.
  ///   - flags: values from the command line by the setting's key, such as `"reckoner.lanes"`.
  public init(environment: [String: String], flags: [String: String] = [:]) {
    let overrides = flags.map {
      (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: false))
    }
    reader = ConfigReader(providers: [
      InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: overrides)),
      EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: .all),
    ])
  }

  /// A text; `nil` where it is not set or empty.
  public mutating func text(_ key: String) -> String? {
    guard let text = reader.string(forKey: ConfigKey(key)), !text.isEmpty else { return nil }
    return text
  }

  /// A text that may also be kept in a file.
  public mutating func secret(_ key: String) -> String? {
    let direct = text(key)
    guard let path = text("\(key).file") else { return direct }
    if direct != nil {
      mistakes.append("\(variable(key)) and \(variable(key))_FILE are both set: keep one of them")
      return nil
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      mistakes.append("\(variable(key))_FILE names a file that can't be read: check the path and its permissions")
      return nil
    }
    let content = String(decoding: data, as: UTF8.self)
    guard let last = content.lastIndex(where: { !$0.isWhitespace }) else {
      mistakes.append("\(variable(key))_FILE names an empty file: write the value into it")
      return nil
    }
    return String(content[...last])
  }

  /// A secret that must be given; empty after a mistake, which ``finish()`` reports.
  public mutating func requiredSecret(_ key: String, example: String) -> String {
    let count = mistakes.count
    if let value = secret(key) { return value }
    if mistakes.count == count {
      mistakes.append("\(variable(key)) is not set: give it a value such as \(example)")
    }
    return ""
  }

  /// A whole number in a range.
  public mutating func integer(_ key: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
    guard let text = text(key) else { return standard }
    guard let value = Int(text), range.contains(value) else {
      mistakes.append(
        "\(variable(key)) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
      return standard
    }
    return value
  }

  /// A span in seconds, fractions allowed.
  public mutating func seconds(_ key: String, default standard: Double, in range: ClosedRange<Double>) -> Duration {
    guard let text = text(key) else { return .seconds(standard) }
    guard let value = Double(text), range.contains(value) else {
      mistakes.append(
        "\(variable(key)) must be a number of seconds from \(range.lowerBound) to \(range.upperBound)"
      )
      return .seconds(standard)
    }
    return .seconds(value)
  }

  /// An address to listen on.
  public mutating func address(_ key: String, default standard: ListenAddress) -> ListenAddress {
    guard let text = text(key) else { return standard }
    guard let address = ListenAddress(text) else {
      mistakes.append("\(variable(key)) must be host:port, such as 127.0.0.1:9464, [::1]:9464 or :9464")
      return standard
    }
    return address
  }

  /// A span in hours, fractions allowed; `nil` where it is not set.
  public mutating func hours(_ key: String, in range: ClosedRange<Double>) -> Duration? {
    guard let text = text(key) else { return nil }
    guard let value = Double(text), range.contains(value) else {
      mistakes.append("\(variable(key)) must be a number of hours from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return .seconds(value * 3600)
  }

  /// One of several words.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String,
    default standard: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let text = text(key) else { return standard }
    guard let value = Choice(rawValue: text) else {
      mistakes.append("\(variable(key)) must be one of \(words(of: Choice.self))")
      return standard
    }
    return value
  }

  /// Several words of a set, separated by commas.
  public mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
    _ key: String,
    default standard: Set<Choice>
  ) -> Set<Choice> where Choice.RawValue == String {
    guard let text = text(key) else { return standard }
    let values = text.split(separator: ",").map { word in
      Choice(rawValue: String(word.filter { !$0.isWhitespace }))
    }
    let known = Set(values.compactMap(\.self))
    guard !known.isEmpty, !values.contains(where: { $0 == nil }) else {
      mistakes.append("\(variable(key)) must be a comma-separated list of \(words(of: Choice.self))")
      return standard
    }
    return known
  }

  /// Notes what is wrong with several settings together.
  mutating func addMistake(_ sentence: String) {
    mistakes.append(sentence)
  }

  /// Throws when anything was wrong.
  public func finish() throws(SettingsError) {
    if !mistakes.isEmpty { throw SettingsError(mistakes: mistakes) }
  }

  private func variable(_ key: String) -> String {
    key.uppercased().replacing(".", with: "_")
  }

  private func words<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> String
  where Choice.RawValue == String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
