import CLibpq

/// The one owner of a libpq connection (`PGconn`), freed when the owner is destroyed.
///
/// Not Sendable: it stays on the thread of its connection.
struct PostgresHandle: ~Copyable {
  /// Lent to the extensions of this type only; `nil`, which libpq's functions take for a broken connection, when closed.
  private(set) var pointer: OpaquePointer?

  /// A closed handle.
  init() {}

  /// Takes ownership.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQfinish(pointer)
  }

  /// Closes the socket and frees the connection (`PQfinish`).
  mutating func finish() {
    PQfinish(pointer)
    pointer = nil
  }

  var isOpen: Bool { pointer != nil }

  /// `PQsocket`; -1 when there is none. It may change while connecting.
  var descriptor: Int32 { PQsocket(pointer) }

  /// `PQstatus`.
  var isBroken: Bool { PQstatus(pointer) == CONNECTION_BAD }

  /// `PQtransactionStatus`.
  var transactionStatus: TransactionStatus {
    switch PQtransactionStatus(pointer) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_INTRANS: .active
    case PQTRANS_INERROR: .failed
    case _: .unusable
    }
  }

  enum TransactionStatus {
    case idle
    case active
    /// Inside a transaction that accepts only ROLLBACK, or ROLLBACK TO a savepoint.
    case failed
    /// A command is in progress, or the connection is broken.
    case unusable
  }

  /// `PQerrorMessage`, its first line.
  var message: String {
    PostgresHandle.firstLine(PQerrorMessage(pointer)) ?? "the connection failed"
  }

  static func firstLine(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    let lines = String(cString: text).split(separator: "\n")
    return lines.first.map(String.init)
  }
}
