import IOThread

extension RedisChannel {
  /// Establishes a connection to one of the addresses.
  /// - Parameter lookup: the name lookup that an earlier attempt left unfinished; kept for the next if this one gives up.
  func dial(
    _ address: RedisConfiguration.Address,
    deadline: ContinuousClock.Instant,
    lookup: inout HostNameLookup?
  ) throws(RedisError) -> HiredisContext {
    switch address {
    case .unix(let path):
      let context = try HiredisContext(path: path)
      try finishConnecting(context, deadline: deadline)
      return context
    case .tcp(let host, let port):
      let addresses = try resolve(host, deadline: deadline, lookup: &lookup)
      return try dial(addresses, port: port, deadline: deadline)
    }
  }

  /// Authenticates, selects the database and gives the name, in one round trip.
  func introduce(
    _ configuration: RedisConfiguration,
    name: String,
    over context: borrowing HiredisContext,
    deadline: ContinuousClock.Instant
  ) throws(RedisError) {
    var plan = RedisFlightPlan()
    if let password = configuration.password {
      plan.append(RawCommand(["AUTH"] + [configuration.username, password].compactMap(\.self)))
    }
    let nameIndex = configuration.password == nil ? 0 : 1
    plan.append(RawCommand(["CLIENT", "SETNAME", Self.clientName(configuration.clientName, name)]))
    if configuration.database != 0 { plan.append(RawCommand(["SELECT", String(configuration.database)])) }
    var replies: [RedisReply] = []
    do throws(RedisError) {
      for flight in plan.flights() { try fly(flight, over: context, deadline: deadline, replies: &replies) }
    } catch {
      throw Self.refusal(error, replies: replies)
    }
    for (index, reply) in replies.enumerated() {
      // An access list may forbid a user to name its connection, which is no reason not to serve it.
      if index == nameIndex, case .error(let error) = reply, error.code == .server("NOPERM") { continue }
      _ = try reply.success()
    }
  }

  /// Tries each address for an equal share of the time that is left.
  private func dial(
    _ addresses: [String],
    port: UInt16,
    deadline: ContinuousClock.Instant
  ) throws(RedisError) -> HiredisContext {
    var failure = RedisError(code: .connectionFailed, message: "the host name has no addresses")
    for (index, address) in addresses.enumerated() {
      let now = ContinuousClock.now
      let share = now + (deadline - now) / (addresses.count - index)
      do throws(RedisError) {
        let context = try HiredisContext(address: address, port: port)
        try finishConnecting(context, deadline: share)
        try context.enableKeepAlive()
        return context
      } catch {
        if error.code == .cancelled { throw error }
        failure = error
      }
    }
    throw failure
  }

  private func finishConnecting(
    _ context: borrowing HiredisContext,
    deadline: ContinuousClock.Instant
  ) throws(RedisError) {
    switch wait(for: .writable, of: context, deadline: deadline) {
    case .ready: try context.checkConnected()
    case .deadlineExceeded: throw RedisError(code: .connectionFailed, message: "connecting took too long")
    case .cancelled: throw .cancelledBeforeSending
    }
  }

  private func resolve(
    _ host: String,
    deadline: ContinuousClock.Instant,
    lookup: inout HostNameLookup?
  ) throws(RedisError) -> [String] {
    if HostNameLookup.isNumeric(host) { return [host] }
    let current = if let lookup { lookup } else { try HostNameLookup(host: host) }
    lookup = current
    let result = thread.waitUntilReady(
      descriptor: current.descriptor,
      for: .readable,
      deadline: deadline,
      cancellation: cancellation
    )
    switch result {
    case .ready: lookup = nil
    case .deadlineExceeded:
      throw RedisError(code: .connectionFailed, message: "resolving the host name took too long")
    case .cancelled: throw .cancelledBeforeSending
    }
    guard let addresses = current.addresses else {
      throw RedisError(code: .connectionFailed, message: "resolving the host name ended without a result")
    }
    return try addresses.get()
  }

  /// A failure before the first call is a failed connection, whatever broke. A server that is full says so and hangs up.
  private static func refusal(_ error: RedisError, replies: [RedisReply]) -> RedisError {
    switch error.code {
    case .connectionLost, .timeout:
      if case .error(let refusal)? = replies.first {
        return RedisError(code: .connectionFailed, message: refusal.message)
      }
      return RedisError(code: .connectionFailed, message: "while introducing: \(error.message)")
    case .configuration, .closed, .connectionFailed, .cancelled, .server, .transactionAborted, .unexpectedReply,
      .protocolViolation:
      return error
    }
  }

  /// Redis accepts only printable ASCII without spaces.
  static func clientName(_ prefix: String?, _ name: String) -> String {
    let full = if let prefix { "\(prefix):\(name)" } else { name }
    let bytes = full.utf8.map { (UInt8(ascii: "!")...UInt8(ascii: "~")).contains($0) ? $0 : UInt8(ascii: "_") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
