import CLibpq

/// The one owner of what cancels the running statement of a connection (`PGcancel`), which may outlive the connection.
struct CancelRequest: ~Copyable {
  private let pointer: OpaquePointer

  /// `PQgetCancel`; `nil` for a closed connection.
  init?(_ handle: borrowing PostgresHandle) {
    guard let pointer = PQgetCancel(handle.pointer) else { return nil }
    self.pointer = pointer
  }

  deinit {
    PQfreeCancel(pointer)
  }

  /// Asks the server, over a connection of its own, to stop the statement (`PQcancel`).
  ///
  /// Blocks until the server has taken the request. Nobody can use a failure: the server then notices the closed socket, or
  /// its own statement timeout, later.
  func send() {
    var text = [CChar](repeating: 0, count: 256)
    _ = PQcancel(pointer, &text, Int32(text.count))
  }
}
