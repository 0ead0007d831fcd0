import ArgumentParser
import Coaching
import EventModel
import Insight
import PostgresClient
import Workers

extension CoachingCommand {
  struct Patterns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the patterns of the last days, with their evidence and what to do about them.",
      discussion: """
        Examples:
          reckoner coaching patterns --tenant 6f1d3c3e-0000-4000-8000-000000000001 --days 90
          reckoner coaching patterns --tenant 6f1d3c3e-... --rep anna --rep ben --json

        Only outcomes whose windows have ended count, the latest \(CoachingReader.outcomeCountMax) at most. Hours and
        weekdays are those of the tenant's time_zone (reckoner settings). schemas/semantics.md says what a pattern is.
        """
    )

    @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
    var tenant: String

    @Option(help: "How many days back, 1 to \(CoachingReader.dayCounts.upperBound).")
    var days = 30

    @Option(
      name: .customLong("rep"),
      help: ArgumentHelp("Only actions for this rep; may be given several times.", valueName: "rep id")
    )
    var reps: [String] = []

    @Option(
      help: ArgumentHelp("As of this time: RFC 3339 (default: the clock).", valueName: "time")
    )
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      _ = try tenantID()
      guard CoachingReader.dayCounts.contains(days) else {
        throw ValidationError("--days must be 1 to \(CoachingReader.dayCounts.upperBound)")
      }
      try CalibrationScope.check(at, "--at")
    }

    private func tenantID() throws -> TenantID {
      guard let tenant = TenantID(text: tenant) else { throw ValidationError("--tenant must be a UUID") }
      return tenant
    }

    func run() async throws {
      let tenant = try tenantID()
      let team = reps.isEmpty ? nil : Set(reps.map { RepID($0) })
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let now = at.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now
        let reader = CoachingReader(of: tenant, in: postgres)
        let coaching = try await reader.coaching(reps: team, dayCount: days, asOf: now)
        let ratings = try await PatternRatings.read(
          of: coaching.report.patterns.map(\.id),
          tenant: tenant,
          in: postgres
        )
        await postgres.close()
        if json { return try Output.json(coaching.json(ratings: ratings)) }
        for line in CoachingText.lines(of: coaching) { print(line) }
      }
    }
  }
}
