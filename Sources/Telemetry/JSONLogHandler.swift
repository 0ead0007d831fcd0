import FoundationEssentials
public import Logging

/// One JSON object a line on standard error, for whatever collects logs.
public struct JSONLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  private let label: String

  public init(label: String, level: Logger.Level) {
    self.label = label
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    do {
      StandardError.write(try line(of: event, at: Date.now))
    } catch {
      StandardError.writeLine("{\"level\":\"error\",\"message\":\"a log line could not be encoded\"}")
    }
  }

  /// The line of an event, with its line break.
  func line(of event: LogEvent, at time: Date) throws -> Data {
    var line = LogLine(
      timestamp: time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
      level: event.level.rawValue,
      logger: label,
      message: "\(event.message)",
      fields: [:]
    )
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      line.fields[key] = "\(value)"
    }
    if let error = event.error { line.fields["error"] = "\(error)" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = try encoder.encode(line)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

private struct LogLine: Encodable {
  let timestamp: String
  let level: String
  let logger: String
  let message: String
  var fields: [String: String]
}
