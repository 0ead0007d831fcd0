import ArgumentParser
import Benchmark

extension BenchCommand {
  struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "all",
      abstract: "Every case, one after the other, in one report.",
      discussion: """
        Example:
          deploy/bench all --json > now.json

        Takes some hours with the default sizes: --quick is enough to see whether something got much worse.
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Flag(help: "A tenth of the sizes and times.")
    var quick = false

    func run() async throws {
      let scale = quick ? 0.1 : 1
      let ownEventCount = arguments.events
      try await BenchRunner(arguments: arguments).run(eventCount: Int(200_000 * scale)) { session in
        let large = session.with(eventCount: ownEventCount ?? Int(1_000_000 * scale))
        var reports = try await FloorCase(session: session).run()
        reports += try await LatencyCase(session: session, rates: [5000, 200], seconds: 60 * scale).run()
        reports.append(try await AggregatorCase(session: session).run())
        reports.append(try await ImportCase(session: large).run())
        reports.append(try await MemoryCase(session: large, seconds: 60 * scale).run())
        reports.append(
          try await TenantsCase(session: session, tenantCount: 1000, rate: 200, seconds: 60 * scale, wakingCount: 200)
            .run()
        )
        reports.append(try await DelayCase(session: session, delayMilliseconds: 1, smallBatchSize: 100).run())
        reports.append(try await HistoryCase(session: session, outcomeCount: Int(5_000_000 * scale)).run())
        // Ten minutes twice, whatever the repeats.
        reports.append(try await HeldCase(session: session.with(repeatCount: 1), seconds: 600 * scale).run())
        return reports
      }
    }
  }
}
