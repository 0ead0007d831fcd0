/// How the process logs.
///
/// | setting | variable | default |
/// |---|---|---|
/// | least important level that is written | `RECKONER_LOG_LEVEL` | `info` |
/// | form of a line | `RECKONER_LOG_FORMAT` | `text` |
public struct LogSettings: Sendable {
  public enum Level: String, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical
  }

  public enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  public let level: Level
  public let format: Format

  public init(reading reader: inout SettingsReader) {
    level = reader.choice("reckoner.log.level", default: .info)
    format = reader.choice("reckoner.log.format", default: .text)
  }
}
