/// What went wrong between a caller and Redis.
///
/// The message holds no payload, no key's value and no password; it is safe to log.
public struct RedisError: Error, Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    /// The settings can't work: a malformed URL, or a feature that the installed library lacks.
    case configuration
    /// The connection was closed by `close()`.
    case closed
    /// No connection could be made: nothing was sent.
    case connectionFailed
    /// The connection broke while the call was in flight: the server may or may not have executed it.
    case connectionLost
    /// The answer didn't come in time; the connection was dropped. The server may or may not have executed the call.
    case timeout
    /// The task was cancelled. If the call was in flight the connection was dropped, and the server may have executed it.
    case cancelled
    /// The server refused the command; the value is the first word of its answer, such as `NOGROUP` or `OOM`.
    case server(String)
    /// A watched key changed, so that `EXEC` executed nothing.
    case transactionAborted
    /// The server's answer is valid RESP but not what the command promises.
    case unexpectedReply
    /// The peer doesn't speak RESP; the connection was dropped.
    case protocolViolation
  }

  public let code: Code
  public let message: String

  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// Whether the same call may succeed later without anybody changing it.
  ///
  /// A retry of a call that was in flight may execute it a second time.
  public var isRetriable: Bool {
    switch code {
    case .connectionFailed, .connectionLost, .timeout, .transactionAborted: true
    case .configuration, .closed, .cancelled, .unexpectedReply, .protocolViolation: false
    case .server(let prefix): Self.transientPrefixes.contains(prefix)
    }
  }

  /// Whether the server refused this command in particular: others of the same connection may succeed. One that is
  /// starting, failing over, or unable to persist refuses them all; one without memory refuses those that need some.
  public var isRefusal: Bool {
    guard case .server(let prefix) = code else { return false }
    return prefix == "OOM" || !Self.transientPrefixes.contains(prefix)
  }

  /// Whether the server said that the key doesn't exist. Redis has no prefix of its own for that, only this sentence.
  public var isMissingKey: Bool {
    code == .server("ERR") && message.hasPrefix("ERR no such key")
  }

  /// States of a server that pass: starting, failing over, out of memory, unable to persist, busy with a script.
  private static let transientPrefixes: Set<String> = [
    "BUSY", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "MISCONF", "NOREPLICAS", "OOM", "READONLY", "TRYAGAIN", "UNBLOCKED",
  ]
}

extension RedisError: CustomStringConvertible {
  public var description: String { "\(codeName): \(message)" }

  private var codeName: String {
    switch code {
    case .configuration: "configuration"
    case .closed: "closed"
    case .connectionFailed: "connectionFailed"
    case .connectionLost: "connectionLost"
    case .timeout: "timeout"
    case .cancelled: "cancelled"
    case .server: "server"
    case .transactionAborted: "transactionAborted"
    case .unexpectedReply: "unexpectedReply"
    case .protocolViolation: "protocolViolation"
    }
  }
}

extension RedisError {
  /// The longest part of a server's message that is kept. Scripts can put anything into theirs.
  private static let serverMessageByteCountMax = 256

  /// The error that a server's `-` line stands for.
  init(serverLine line: some Collection<UInt8>) {
    let prefix = line.prefix { $0 != UInt8(ascii: " ") }
    var message = String(decoding: line.prefix(Self.serverMessageByteCountMax), as: UTF8.self)
    // "ERR unknown command 'X', with args beginning with: ..." quotes what was sent.
    let quotation = ", with args beginning with"
    if let range = message.firstRange(of: quotation) {
      message.removeSubrange(range.lowerBound...)
    }
    self.init(code: .server(String(decoding: prefix.prefix(32), as: UTF8.self)), message: message)
  }
}
