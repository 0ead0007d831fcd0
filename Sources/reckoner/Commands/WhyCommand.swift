import ArgumentParser
import Documents
import EventModel
import FoundationEssentials
import Insight
import PostgresClient
import RedisClient
import Workers

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Tells the whole story of an event or an outcome.",
    discussion: """
      Examples:
        reckoner why 0197c0de-0000-7000-8000-00000000a001
        reckoner why 6d0f5a51-7c0e-5c3e-9d8b-0f1d6f2f4e11 --tenant 6f1d3c3e-0000-4000-8000-000000000001 --json

      The id is an event's or an outcome's. Its conversation is told in the order of event time: what each signal decided,
      why it didn't decide the rest, who got the credit, and whether the calibration sample is in its bin. An event that
      isn't recorded is looked for among the dead letters and in the streams.

      Of payloads only what decides outcomes is shown. Exit code 1 where the id is found nowhere.
      """
  )

  @Argument(help: ArgumentHelp("The UUID of an event or an outcome.", valueName: "id"))
  var id: String

  @Option(help: ArgumentHelp("Look only at this tenant.", valueName: "uuid"))
  var tenant: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if EventID(text: id) == nil { throw ValidationError("the id must be a UUID") }
    if let tenant, TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
  }

  func run() async throws {
    guard let id = EventID(text: id)?.uuid else { preconditionFailure("validated before") }
    let tenant = tenant.flatMap { TenantID(text: $0) }
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let reader = EventStoryReader(redis: redis, postgres: postgres)
      let answer = try await reader.tell(id, tenant: tenant, at: session.clock.now)
      await redis.close()
      await postgres.close()
      if json {
        try Output.json(StoryJSON.document(answer))
      } else {
        for line in AnswerText.lines(of: answer, tenant: tenant) { print(line) }
      }
      if !answer.isFound { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
    }
  }
}
