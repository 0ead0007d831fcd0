public import Logging

/// Sets up logging once for the process.
public enum LogSystem {
  /// - Parameters:
  ///   - level: the least important level that is written.
  ///   - json: one JSON object a line instead of text.
  public static func start(level: Logger.Level, json: Bool) {
    LoggingSystem.bootstrap { label in
      if json { return JSONLogHandler(label: label, level: level) }
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
  }
}
