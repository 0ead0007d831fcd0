import ArgumentParser
import Attribution
import EventModel
import Insight
import PostgresClient
import Workers

extension AttributionCommand {
  struct Fit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fits the removal effects that markov shares by to a tenant's own paths, and sets them.",
      discussion: """
        Examples:
          reckoner attribution fit --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner attribution fit --tenant 6f1d3c3e-... --from 2026-01-01T00:00:00Z --order 2 --dry-run

        A path leads to a conversion, won or lost; the actions of a conversation without any conversion are a path that
        led nowhere. The effects become the setting attribution_type_effects: as after any change that alters results,
        every conversation is due before this returns, and running workers resolve it anew.
        """
    )

    @OptionGroup var options: TenantPeriodOptions

    @Option(help: ArgumentHelp("How many last actions the next step depends on (default: 1).", valueName: "count"))
    var order: Int?

    @Flag(help: "Show the effects and set nothing.")
    var dryRun = false

    func validate() throws {
      guard (1...MarkovModel.orderMax).contains(order ?? 1) else {
        throw ValidationError("--order must be a whole number from 1 to \(MarkovModel.orderMax)")
      }
    }

    func run() async throws {
      let (tenant, period) = (try options.tenantID(), try options.period())
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let effects = try await AttributionReader(of: tenant, in: postgres).fit(order: order ?? 1, in: period)
        // Without a path there is nothing to say, and what is set stays.
        let sets = !dryRun && effects.typeEffects != .unknown
        if sets {
          try await TenantSettings(of: tenant, in: postgres).set(effects.typeEffects, now: session.clock.now)
        }
        await postgres.close()
        if options.json { return try Output.json(FittedEffectsOutput.document(effects, isSet: sets)) }
        for line in FittedEffectsOutput.lines(of: effects, isSet: sets) { print(line) }
      }
    }
  }
}
