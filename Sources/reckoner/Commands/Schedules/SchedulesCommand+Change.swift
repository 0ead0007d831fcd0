import ArgumentParser
import EventModel
import PostgresClient
import Store
import Workers

extension SchedulesCommand {
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Has running schedulers do it now.",
      discussion: """
        Examples:
          reckoner schedules run expiry
          reckoner schedules run daily_report --tenant 6f1d3c3e-... --wait

        Its next occurrence by its timing follows as usual. --wait returns when it is done; stopping it (exit code 75) stops
        only the waiting.
        """
    )

    @OptionGroup var options: KeyOptions

    @Flag(help: "Wait until it is done.")
    var wait = false

    func run() async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let schedules = Schedules(postgres: postgres)
        let now = session.clock.now
        switch try await schedules.request(options.key, now: now) {
        case nil: throw options.missing
        case false: throw Program.Failure(.tryAgain, "\(options.name) is being done at this moment; try again after it")
        case true: break
        }
        if wait, let run = try await schedules.waitForRun(of: options.key, since: now), run.result == .failed {
          throw Program.Failure(.problemsFound, "\(options.name) failed and was given up: \(run.detail)")
        }
        try await options.show(in: schedules)
        await postgres.close()
      }
    }
  }

  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keeps a schedule from running until it is resumed.",
      discussion: "Example: reckoner schedules pause expiry"
    )

    @OptionGroup var options: KeyOptions

    func run() async throws {
      try await options.change { schedules, now in try await schedules.pause(options.key, now: now) }
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets a paused schedule run again; what it missed is one run.",
      discussion: "Example: reckoner schedules resume expiry"
    )

    @OptionGroup var options: KeyOptions

    func run() async throws {
      try await options.change { schedules, _ in try await schedules.resume(options.key) }
    }
  }
}
