import Logging
import Synchronization

/// A log of which only the address of the admin port is kept.
final class AddressLog: Sendable {
  private let found = Mutex<String?>(nil)

  /// `host:port`; `nil` until the port is open.
  var address: String? { found.withLock { $0 } }

  var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: AddressLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      guard let address = event.metadata?["address"] else { return }
      log.found.withLock { $0 = "\(address)" }
    }
  }
}
