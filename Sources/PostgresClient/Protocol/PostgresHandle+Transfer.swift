import CLibpq
import IOThread

// Sending and receiving without ever blocking inside libpq: every wait is ours, with a deadline.
extension PostgresHandle {
  /// Sends what is queued (`PQflush`), reading meanwhile: a server that can't send its answers stops reading.
  func flush(_ call: CallContext) throws(PostgresError) {
    while true {
      switch PQflush(pointer) {
      case 0: return
      case 1:
        let readiness = try call.wait(descriptor: descriptor, for: [.readable, .writable])
        if readiness.contains(.readable) { try consume() }
      case _: throw PostgresError(.connectionLost, message)
      }
    }
  }

  /// The next result (`PQgetResult`), or `nil` for its NULL.
  func nextResult(_ call: CallContext) throws(PostgresError) -> ResultHandle? {
    // Ask before waiting: after an abort results are pending though the socket stays silent.
    while PQisBusy(pointer) != 0 {
      _ = try call.wait(descriptor: descriptor, for: .readable)
      try consume()
    }
    return PQgetResult(pointer).map { ResultHandle(owning: $0) }
  }

  /// `PQconsumeInput`.
  private func consume() throws(PostgresError) {
    if PQconsumeInput(pointer) == 0 { throw PostgresError(.connectionLost, message) }
  }

  /// Queues one Parse message (`PQsendPrepare`).
  func sendPrepare(name: String, sql: String, types: [PostgresType]) throws(PostgresError) {
    let identifiers: [Oid] = types.map(\.rawValue)
    try check(PQsendPrepare(pointer, name, sql, Int32(types.count), identifiers))
  }

  /// Queues one execution of a prepared statement (`PQsendQueryPrepared`) with a binary result.
  func sendExecution(name: String, parameters: PostgresParameters) throws(PostgresError) {
    let code = withParameters(parameters) { values, lengths, formats in
      PQsendQueryPrepared(pointer, name, Int32(parameters.types.count), values, lengths, formats, 1)
    }
    try check(code)
  }

  /// Queues one unprepared statement (`PQsendQueryParams`) with a binary result.
  func sendQuery(sql: String, parameters: PostgresParameters) throws(PostgresError) {
    let types: [Oid] = parameters.types.map(\.rawValue)
    let code = withParameters(parameters) { values, lengths, formats in
      PQsendQueryParams(pointer, sql, Int32(types.count), types, values, lengths, formats, 1)
    }
    try check(code)
  }

  /// Queues a script for the simple protocol (`PQsendQuery`).
  func sendScript(_ sql: String) throws(PostgresError) {
    try check(PQsendQuery(pointer, sql))
  }

  /// Queues the end of the round trip (`PQpipelineSync`).
  func sendSync() throws(PostgresError) {
    try check(PQpipelineSync(pointer))
  }

  /// `PQenterPipelineMode`; no traffic.
  func enterPipeline() throws(PostgresError) {
    try check(PQenterPipelineMode(pointer))
  }

  /// `PQexitPipelineMode`; no traffic, and refused while an answer is outstanding.
  func leavePipeline() throws(PostgresError) {
    try check(PQexitPipelineMode(pointer))
  }

  private func check(_ code: Int32) throws(PostgresError) {
    if code != 1 { throw PostgresError(.connectionLost, message) }
  }

  /// Lends the arrays that libpq takes parameters in; it copies them before it returns.
  private func withParameters(
    _ parameters: PostgresParameters,
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
  ) -> Int32 {
    let lengths = parameters.lengths.map { Int32(clamping: max($0, 0)) }
    let formats = [Int32](repeating: 1, count: lengths.count)
    return parameters.bytes.withUnsafeBytes { arena in
      // A NULL pointer means NULL, so that empty values of an empty arena need an address, any address.
      lengths.withUnsafeBytes { placeholder in
        let base = arena.baseAddress ?? placeholder.baseAddress
        var offset = 0
        let values: [UnsafePointer<CChar>?] = parameters.lengths.map { length in
          if length < 0 { return nil }
          defer { offset += length }
          return base.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
        }
        return body(values, lengths, formats)
      }
    }
  }
}
