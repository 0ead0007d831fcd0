extension RedisConnection {
  /// Executes commands of different types as one unit: `MULTI`, the commands, `EXEC`, in one round trip.
  ///
  /// Redis doesn't roll back: a command that fails while executing is a failure of its own, and the others stay done.
  /// - Throws: the first refusal if the server refused a command before executing any; nothing was executed then.
  public nonisolated func transaction<each Command: RedisCommand>(
    _ commands: repeat each Command
  ) async throws(RedisError) -> (repeat Result<(each Command).Response, RedisError>) {
    var plan = RedisFlightPlan()
    plan.append(RawCommand(["MULTI"]))
    for command in repeat each commands { plan.append(command) }
    plan.append(RawCommand(["EXEC"]))
    var replies = ReplySequence(try await perform(plan.flights()).transactionReplies())
    return (repeat replies.next(for: (each Command).self))
  }

  /// Executes commands of one type as one unit, at most ``transactionCommandCountMax``; otherwise like the other form.
  public nonisolated func transaction<Command: RedisCommand>(
    _ commands: [Command]
  ) async throws(RedisError) -> [Result<Command.Response, RedisError>] {
    precondition(commands.count <= Self.transactionCommandCountMax)
    var plan = RedisFlightPlan()
    plan.append(RawCommand(["MULTI"]))
    for command in commands { plan.append(command) }
    plan.append(RawCommand(["EXEC"]))
    return try await perform(plan.flights()).transactionReplies().map { Command.result(of: $0) }
  }

  /// Commands in one transaction, during which the server serves nobody else.
  public static let transactionCommandCountMax = 10_000
}

extension [RedisReply] {
  /// The replies inside `EXEC`'s, given those of `MULTI`, the queued commands and `EXEC`.
  fileprivate func transactionReplies() throws(RedisError) -> [RedisReply] {
    for reply in dropLast() { _ = try reply.success() }
    guard let execution = last else { preconditionFailure("a transaction has replies") }
    if case .null = execution {
      throw RedisError(code: .transactionAborted, message: "a watched key changed")
    }
    return try execution.elements(atLeast: count - 2)
  }
}
