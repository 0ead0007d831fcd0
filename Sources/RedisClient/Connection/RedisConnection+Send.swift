extension RedisConnection {
  /// Commands in one call of ``pipeline(_:)``: a bound on what a single answer may hold in memory.
  public static let pipelineCommandCountMax = 100_000

  /// Sends one command and waits for its answer.
  @discardableResult
  public nonisolated func send<Command: RedisCommand>(
    _ command: Command
  ) async throws(RedisError) -> Command.Response {
    var plan = RedisFlightPlan()
    plan.append(command)
    return try Command.decode(try await perform(plan.flights())[0])
  }

  /// Sends commands of different types in one round trip.
  ///
  /// A refusal by the server is the result of that command alone; a loss of the connection throws for all of them.
  public nonisolated func pipeline<each Command: RedisCommand>(
    _ commands: repeat each Command
  ) async throws(RedisError) -> (repeat Result<(each Command).Response, RedisError>) {
    var plan = RedisFlightPlan()
    for command in repeat each commands { plan.append(command) }
    var replies = ReplySequence(try await perform(plan.flights()))
    return (repeat replies.next(for: (each Command).self))
  }

  /// Sends commands of one type, at most ``pipelineCommandCountMax``, in flights of a bounded size.
  ///
  /// Refusals and losses are as in the other form. Each flight has the command timeout to itself. After a loss the flights
  /// that came before it were executed, though their answers aren't returned.
  /// - Parameter generation: where what is sent holds only for the server that one connection leads to: its
  ///   ``generation``. If that connection is gone, nothing is sent, and the call fails with
  ///   ``RedisError/Code/connectionFailed``.
  public nonisolated func pipeline<Command: RedisCommand>(
    _ commands: [Command],
    generation: UInt64? = nil
  ) async throws(RedisError) -> [Result<Command.Response, RedisError>] {
    var plan = RedisFlightPlan()
    plan.append(contentsOf: commands)
    return try await perform(plan.flights(), generation: generation).map { Command.result(of: $0) }
  }
}

extension RedisFlightPlan {
  fileprivate mutating func append(contentsOf commands: [some RedisCommand]) {
    let countMax = RedisConnection.pipelineCommandCountMax
    precondition(commands.count <= countMax, "a pipeline has at most \(countMax) commands")
    for command in commands { append(command) }
  }
}

/// Hands out the replies of a pack in its order.
struct ReplySequence {
  private var replies: IndexingIterator<[RedisReply]>

  init(_ replies: [RedisReply]) {
    self.replies = replies.makeIterator()
  }

  mutating func next<Command: RedisCommand>(for type: Command.Type) -> Result<Command.Response, RedisError> {
    guard let reply = replies.next() else { preconditionFailure("a pipeline returns one reply for each command") }
    return Command.result(of: reply)
  }
}
