import CLibpq
import IOThread

extension PostgresHandle {
  /// Connects without blocking (`PQconnectStartParams`, `PQconnectPoll`), except that libpq resolves host names at the start.
  static func connect(_ configuration: PostgresConfiguration, _ call: CallContext) throws(PostgresError)
    -> PostgresHandle
  {
    guard let pointer = start(configuration) else {
      throw PostgresError(.connectionFailed, "libpq is out of memory")
    }
    let handle = PostgresHandle(owning: pointer)
    // With this verbosity the text carries the SQLSTATE, which libpq 15 gives no other access to while connecting.
    PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    // The default processor prints notices to standard error.
    PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    if handle.isBroken { throw connectError(pointer, configuration) }
    // Before the first PQconnectPoll one behaves as if it had returned "writing" (libpq documentation).
    var status = PGRES_POLLING_WRITING
    while status != PGRES_POLLING_OK {
      switch status {
      case PGRES_POLLING_READING: try wait(handle, for: .readable, call)
      case PGRES_POLLING_WRITING: try wait(handle, for: .writable, call)
      case _: throw connectError(pointer, configuration)
      }
      status = PQconnectPoll(pointer)
    }
    PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
    if PQsetnonblocking(pointer, 1) != 0 { throw connectError(pointer, configuration) }
    return handle
  }

  private static func start(_ configuration: PostgresConfiguration) -> OpaquePointer? {
    // What stands before the connection string yields to it.
    var parameters =
      Self.keepaliveParameters + [("dbname", configuration.connectionString), ("client_encoding", "UTF8")]
    if let name = configuration.applicationName { parameters.append(("application_name", name)) }
    parameters.append(("options", configuration.startupOptions))
    return withCStrings(parameters.map(\.0)) { keywords in
      withCStrings(parameters.map(\.1)) { values in
        // 1: the value of "dbname" is itself a connection string, and what follows it overrides it.
        PQconnectStartParams(keywords, values, 1)
      }
    }
  }

  /// A server that went without a word, its machine or the network with it, is noticed within eight seconds, and one that
  /// is back and knows nothing of the session within five. The system's own limits are hours.
  private static let keepaliveParameters = [
    ("keepalives_idle", "5"), ("keepalives_interval", "1"), ("keepalives_count", "3"), ("tcp_user_timeout", "10000"),
  ]

  private static func wait(
    _ handle: borrowing PostgresHandle,
    for interest: IOThread.Readiness,
    _ call: CallContext
  ) throws(PostgresError) {
    do {
      _ = try call.wait(descriptor: handle.descriptor, for: interest)
    } catch {
      if error.code == .cancelled {
        throw PostgresError(.cancelled, "the calling task was cancelled while connecting")
      }
      throw PostgresError(.connectionFailed, "no connection within the connect timeout")
    }
  }

  /// Turns libpq's text, such as `connection to server at "h", port 5 failed: FATAL:  28P01: password …`, into an error.
  ///
  /// With several hosts there is one paragraph for each; the last line that reports a failure counts.
  private static func connectError(_ pointer: OpaquePointer, _ configuration: PostgresConfiguration) -> PostgresError {
    let text = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
    let lines = text.split(separator: "\n").map(String.init)
    let line = lines.last { !$0.hasPrefix("LOCATION:") && !$0.hasPrefix("\t") } ?? "no reason given"
    var message = line
    var sqlState: String?
    if let match = line.firstMatch(of: /:  ([0-9A-Z]{5}):/) {
      sqlState = String(match.1)
      message.replaceSubrange(match.range, with: ":")
    }
    if let password = PQpass(pointer).map({ String(cString: $0) }), !password.isEmpty {
      message = message.replacing(password, with: "…")
    }
    return PostgresError(.connectionFailed, message, sqlState: sqlState)
  }

  /// Lends a NULL-terminated array of C strings.
  private static func withCStrings<Value>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
  ) -> Value {
    var bytes: [CChar] = []
    let offsets = strings.map { string in
      defer { bytes.append(contentsOf: string.utf8CString) }
      return bytes.count
    }
    return bytes.withUnsafeBufferPointer { bytes in
      let pointers = offsets.map { offset in bytes.baseAddress.map { $0 + offset } } + [nil]
      return pointers.withUnsafeBufferPointer { pointers in
        guard let base = pointers.baseAddress else {
          preconditionFailure("the array ends with NULL, so it has an address")
        }
        return body(base)
      }
    }
  }
}
