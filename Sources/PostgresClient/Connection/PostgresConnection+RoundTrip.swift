import IOThread
import Synchronization

// One round trip: control commands, statements, one sync.
extension PostgresConnection {
  /// How a round trip belongs to a transaction.
  enum Envelope {
    /// It is one: the sync commits.
    case implicit
    /// It is part of an explicit one, and ends it or not.
    case part(of: PostgresTransaction, commits: Bool)
  }

  /// Runs the commands, all or none of which take effect unless an explicit transaction goes on.
  ///
  /// A synchronous body from the first call of libpq to the last: no other call can come in between.
  func roundTrip(
    _ commands: [any PendingCommand],
    _ envelope: Envelope,
    timeout: Duration?,
    _ cancellation: IOCancellation
  ) throws(PostgresError) {
    if case .part(let transaction, _) = envelope { try transaction.machine.withLock(\.self).checkUsable() }
    do throws(PostgresError) {
      let call = try makeContext(timeout, cancellation)
      for command in commands {
        if let violation = command.parameters.limitViolation { throw violation.of(command) }
      }
      try prepareMissing(commands, envelope, call)
      let decodingFailure = try exchange(commands, envelope, call)
      settle(nil)
      if case .part(let transaction, let commits) = envelope {
        transaction.machine.withLock { $0.succeeded(committing: commits) }
      }
      if let decodingFailure { throw decodingFailure }
    } catch {
      settle(error)
      if case .part(let transaction, _) = envelope {
        let survives = handle.isOpen
        transaction.machine.withLock { $0.failed(error, connectionSurvives: survives) }
      }
      throw error
    }
  }

  /// Prepares what this session hasn't prepared yet, in a round trip of its own with a sync after each: inside the caller's
  /// round trip a failure would skip later ones, and the table would believe that they exist.
  private func prepareMissing(
    _ commands: [any PendingCommand],
    _ envelope: Envelope,
    _ call: CallContext
  ) throws(PostgresError) {
    var missing: [(key: ObjectIdentifier, name: String, command: any PendingCommand)] = []
    for command in commands {
      guard let key = command.preparationKey else { continue }
      do throws(PostgresError) {
        guard let name = try prepared.beginPreparing(key, types: command.parameters.types) else { continue }
        missing.append((key, name, command))
      } catch {
        for entry in missing { prepared.endPreparing(entry.key, succeeded: false) }
        throw error.of(command)
      }
    }
    if missing.isEmpty { return }
    // A savepoint that is still queued must exist before a statement may fail to prepare.
    if case .part(let transaction, _) = envelope, transaction.machine.withLock(\.hasQueuedInOpenTransaction) {
      do throws(PostgresError) {
        if let failure = try exchange([], .part(of: transaction, commits: false), call) { throw failure }
      } catch {
        for entry in missing { prepared.endPreparing(entry.key, succeeded: false) }
        throw error
      }
    }
    try handle.enterPipeline()
    for entry in missing {
      try handle.sendPrepare(name: entry.name, sql: entry.command.sql, types: entry.command.parameters.types)
      try handle.sendSync()
    }
    roundTrips.add()
    try handle.flush(call)
    var failure: PostgresError?
    for entry in missing {
      let error = try receive([entry.command], call) { (_, _) throws(PostgresError) in }.failure
      prepared.endPreparing(entry.key, succeeded: error == nil)
      if failure == nil { failure = error }
    }
    try handle.leavePipeline()
    if let failure { throw failure }
  }

  /// Sends and receives; returns what couldn't be decoded, if anything, after everything was received.
  private func exchange(
    _ statements: [any PendingCommand],
    _ envelope: Envelope,
    _ call: CallContext
  ) throws(PostgresError) -> PostgresError? {
    var commands = statements
    var mayCommit = true
    if case .part(let transaction, let commits) = envelope {
      commands.insert(contentsOf: transaction.machine.withLock { $0.takeQueued() }.map(PendingControl.init), at: 0)
      if commits { commands.append(PendingControl(.commit)) }
      mayCommit = commits
    }
    do throws(PostgresError) {
      try handle.enterPipeline()
      for command in commands { try send(command) }
      try handle.sendSync()
      roundTrips.add()
      try handle.flush(call)
      let received = try receive(commands, call) { (command, result) throws(PostgresError) in
        try command.accept(result)
      }
      try handle.leavePipeline()
      if let failure = received.failure { throw failure }
      return received.decodingFailure
    } catch {
      throw error.withUnknownOutcome(mayCommit && !error.isKnownFailure)
    }
  }

  private func send(_ command: any PendingCommand) throws(PostgresError) {
    guard let key = command.preparationKey else {
      return try handle.sendQuery(sql: command.sql, parameters: command.parameters)
    }
    guard let name = prepared.name(of: key) else {
      preconditionFailure("\(command.name) is sent before it is prepared")
    }
    try handle.sendExecution(name: name, parameters: command.parameters)
  }

  private struct Received {
    /// The first error of the server.
    var failure: PostgresError?
    /// The first result that its statement couldn't take.
    var decodingFailure: PostgresError?

    /// A control command whose result is another than it asked for was refused, though not with an error.
    mutating func note(_ error: PostgresError, isRefusal: Bool) {
      if isRefusal {
        failure = failure ?? error.judged(mayHideCommit: false)
      } else {
        decodingFailure = decodingFailure ?? error
      }
    }
  }

  /// Reads the answers up to the sync.
  private func receive(
    _ commands: [any PendingCommand],
    _ call: CallContext,
    _ accept: (any PendingCommand, borrowing ResultHandle) throws(PostgresError) -> Void
  ) throws(PostgresError) -> Received {
    var machine = PipelineStateMachine(commandCount: commands.count)
    var received = Received()
    while true {
      guard let result = try handle.nextResult(call) else {
        guard machine.receive(.none) == .proceed else { throw violation() }
        continue
      }
      switch machine.receive(result.reply) {
      case .deliver(let index):
        do throws(PostgresError) {
          try accept(commands[index], result)
        } catch {
          received.note(error.of(commands[index]), isRefusal: commands[index] is PendingControl)
        }
      case .fail(let index):
        let isCommit = (commands[index] as? PendingControl)?.isCommit ?? false
        received.failure = result.error.of(commands[index]).judged(mayHideCommit: isCommit)
      case .failAtEnd: received.failure = result.error.judged(mayHideCommit: true)
      case .skip, .proceed: continue
      case .finish: return received
      case .violate: throw violation()
      }
      // Nothing more comes from a session that the server ends.
      if let failure = received.failure, failure.isConnectionFault { throw failure }
    }
  }

  private func violation() -> PostgresError {
    PostgresError(
      .connectionLost,
      handle.isBroken ? handle.message : "the server's answers don't match what was asked"
    )
  }
}

extension PostgresError {
  /// The same error of this command.
  func of(_ command: any PendingCommand) -> PostgresError {
    var error = self
    error.statementName = command.name
    return error
  }

  /// Decides whether this error, the answer to one command, proves that nothing was committed.
  ///
  /// An error that the server sent does, unless it ends the session at the commit itself: that may have happened already.
  /// Without an SQLSTATE it is libpq's own, for a connection that broke: everything may have been done, and its answers lost.
  func judged(mayHideCommit: Bool) -> PostgresError {
    var error = self
    error.isKnownFailure = code == .notAttempted || sqlState != nil && !(endsSession && mayHideCommit)
    return error
  }

  func withUnknownOutcome(_ isUnknown: Bool) -> PostgresError {
    var error = self
    error.isOutcomeUnknown = isUnknown
    return error
  }
}
