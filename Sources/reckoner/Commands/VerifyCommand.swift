import ArgumentParser
import PostgresClient
import RedisClient
import Workers

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Proves that nothing was lost and nothing counted twice.",
    discussion: """
      Examples:
        reckoner verify          for a person
        reckoner verify --json   for a monitor: exit code 1 means that something is wrong

      Reads only; safe while the fleet works. Exit code 0 when everything holds, 1 where something doesn't: then the first
      rows of each kind are named, with what to do.
      """
  )

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let report = try await Verification(redis: redis, postgres: postgres, clock: session.clock).run()
      await redis.close()
      await postgres.close()
      if json { try Output.json(report) } else { Self.show(report) }
      if !report.holds { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
    }
  }

  private static func show(_ report: VerificationReport) {
    let entries = report.entries
    print(
      """
      entries in the streams: \(entries.applied) applied, \(entries.pending) pending, \(entries.unread) unread, \
      \(entries.dead) dead
      recorded events: \(report.recordedEvents) (\(report.forgottenByRedis) of them no longer in Redis)
      conversations: \(report.conversations), \(report.dueConversations) due at this moment
      outcomes: \(report.outcomes), \(report.overdueOutcomes) waiting for the next sweep
      conversions: \(report.conversions)
      samples: \(report.samples), \(report.samplesOnTheirWay) on their way, in \(report.bins) bins
      """
    )
    for problem in report.problems {
      print("\(problem.kind): \(problem.count): \(problem.meaning)")
      for example in problem.examples { print("    \(example)") }
    }
    print(report.holds ? "everything holds" : "NOT everything holds")
  }
}
