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

      Reads only; safe while the fleet works, in bounded memory: what it must remember of each entry goes to a temporary
      file (TMPDIR, or /tmp). Exit code 0 when everything holds, 1 where something doesn't: then the first rows of each kind
      are named, with what to do. schemas/verify.md says what each kind means.
      """
  )

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let meter = Output.isErrorTerminal ? VerificationMeter() : nil
      let verification = Verification(redis: redis, postgres: postgres, clock: session.clock)
      let report = try await verification.run { meter?.update($0) }
      meter?.finish()
      await redis.close()
      await postgres.close()
      if json {
        try Output.json(report)
      } else {
        for line in VerificationText.lines(of: report) { print(line) }
      }
      if !report.holds { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
    }
  }
}
