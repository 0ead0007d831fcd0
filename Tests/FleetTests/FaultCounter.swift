import Logging
import Synchronization

/// Counts what the fleet complains about: each retry of a loop is one warning.
final class FaultCounter: Sendable {
  private let warnings = Mutex<[String]>([])

  var count: Int { warnings.withLock { $0.count } }
  /// The last ones, for the message of a failed test.
  var last: [String] { warnings.withLock { Array($0.suffix(5)) } }

  var logger: Logger { Logger(label: "test") { _ in Handler(counter: self) } }

  private struct Handler: LogHandler {
    let counter: FaultCounter
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      guard event.level >= .warning else { return }
      counter.warnings.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
  }
}
