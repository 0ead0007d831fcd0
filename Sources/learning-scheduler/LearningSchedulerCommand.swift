public import ArgumentParser
import EventModel
import Settings
public import Workers

@main
struct LearningSchedulerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-scheduler",
    abstract: "Does what happens because time passes: closes windows that nobody answered, judges what has matured.",
    discussion: """
      Examples:
        learning-scheduler                                            work until SIGTERM
        learning-scheduler --run sweep                                close overdue windows once
        learning-scheduler --run sweep --at 2026-12-31T00:00:00Z      close them as of a time
        learning-scheduler --run calibration                          judge every action type by what has matured
        learning-scheduler --run daily_report --tenant T              make a tenant's daily reports
        learning-scheduler --run deliveries                           send what waits to be delivered

      Schedules are rows of the database (reckoner schedules list); any number of schedulers share the work. RECKONER_REDIS_URL and RECKONER_DATABASE_URL say where the stores are.
      """
  )

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "Do one job once, then exit: \(ScheduledJob.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "job"
    )
  )
  var job: ScheduledJob?

  @Option(help: ArgumentHelp("The time that the job takes for now: RFC 3339 (default: the clock).", valueName: "time"))
  var at: String?

  @Option(help: ArgumentHelp("Whose alone, of a job that is done for each tenant (default: all).", valueName: "uuid"))
  var tenant: String?

  func validate() throws {
    if let tenant {
      guard let job, job.isPerTenant else { throw ValidationError("--tenant needs --run with a job for each tenant") }
      if TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
    }
    if at != nil && job == nil { throw ValidationError("--at needs --run: it says as of when to do that job") }
    if let at, Timestamp(rfc3339: at) == nil {
      throw ValidationError("--at must be a time with an offset, such as 2026-12-31T00:00:00Z")
    }
  }

  func run() async throws {
    let code = await FleetProgram.run("learning-scheduler", flags: [:]) { context in
      let scheduler = LearningScheduler(context: context)
      guard let job else { return try await scheduler.run() }
      let now = at.flatMap { Timestamp(rfc3339: $0) } ?? context.clock.now
      let count = try await scheduler.run(job, asOf: now, of: tenant.flatMap { TenantID(text: $0) })
      print("\(job.rawValue): \(count) \(job.unit) \(job.verb) as of \(now.rfc3339)")
    }
    throw ExitCode(code.rawValue)
  }
}

extension ScheduledJob: ExpressibleByArgument {}
