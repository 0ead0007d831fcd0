import ArgumentParser
import Benchmark

extension BenchCommand {
  struct Latency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "latency",
      abstract: "How late an event is committed, and in its bin, at steady rates.",
      discussion: """
        Example:
          reckoner bench latency --rate 200 --rate 5000 --seconds 60

        Events are published when they are due, whatever the fleet does, and a delay of the publisher counts. The times of
        commits are PostgreSQL's: it needs track_commit_timestamp = on, which deploy/bench sets.
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(
      help: ArgumentHelp("Events a second; may be given several times (default: 5000 and 200).", valueName: "count")
    )
    var rate: [Double] = []

    @Option(help: ArgumentHelp("How long each rate is held.", valueName: "seconds"))
    var seconds = 60.0

    func validate() throws {
      if rate.contains(where: { !($0 > 0 && $0 <= 100_000) }) { throw ValidationError("--rate must be above 0") }
      if !(seconds > 0) { throw ValidationError("--seconds must be above 0") }
    }

    func run() async throws {
      let (rates, seconds) = (rate.isEmpty ? [5000, 200] : rate, seconds)
      try await BenchRunner(arguments: arguments).run {
        try await LatencyCase(session: $0, rates: rates, seconds: seconds).run()
      }
    }
  }

  struct Memory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "memory",
      abstract: "How much memory a worker takes with a large backlog before it.",
      discussion: """
        Example:
          reckoner bench memory --events 10000000 --seconds 120 --repeats 1
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(help: ArgumentHelp("How long the worker works at most.", valueName: "seconds"))
    var seconds = 60.0

    func run() async throws {
      let seconds = seconds
      try await BenchRunner(arguments: arguments).run(eventCount: 1_000_000) {
        [try await MemoryCase(session: $0, seconds: seconds).run()]
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "history",
      abstract: "The throughput beside millions of old outcomes, against that in an empty database.",
      discussion: """
        Example:
          reckoner bench history --outcomes 5000000

        The history is a real load that was worked off, given to further tenants: it needs PostgreSQL's uuid-ossp, and about
        2 GB of disk for a million outcomes.
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(help: ArgumentHelp("Outcomes that are there before, about.", valueName: "count"))
    var outcomes = 5_000_000

    func run() async throws {
      let outcomes = outcomes
      try await BenchRunner(arguments: arguments).run {
        [try await HistoryCase(session: $0, outcomeCount: outcomes).run()]
      }
    }
  }

  struct Held: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "held",
      abstract: "The throughput beside a transaction that is held open, against that without.",
      discussion: """
        Example:
          reckoner bench held --held-seconds 600 --repeats 1

        Loads follow each other for so long, first without the transaction and then beside it; the last ones are compared.
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(help: ArgumentHelp("How long the transaction is held.", valueName: "seconds"))
    var heldSeconds = 600.0

    func run() async throws {
      let seconds = heldSeconds
      try await BenchRunner(arguments: arguments).run {
        [try await HeldCase(session: $0, seconds: seconds).run()]
      }
    }
  }

  struct Delay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "delay",
      abstract: "What four workers do against one, with both stores a network away.",
      discussion: """
        Example:
          reckoner bench delay --delay-ms 1 --small-batch-size 100

        Every worker has one lane. Both stores must be named by Unix sockets; deploy/bench does.
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(help: ArgumentHelp("How much longer each round trip takes.", valueName: "milliseconds"))
    var delayMs = 1.0

    @Option(help: ArgumentHelp("Entries of a batch, for a second figure.", valueName: "count"))
    var smallBatchSize = 100

    func run() async throws {
      let (delay, size) = (delayMs, smallBatchSize)
      try await BenchRunner(arguments: arguments).run {
        [try await DelayCase(session: $0, delayMilliseconds: delay, smallBatchSize: size).run()]
      }
    }
  }

  struct Aggregator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "aggregator",
      abstract: "How many samples a second an aggregator folds into bins.",
      discussion: """
        Example:
          reckoner bench aggregator --events 200000
        """
    )

    @OptionGroup var arguments: BenchArguments

    func run() async throws {
      try await BenchRunner(arguments: arguments).run { [try await AggregatorCase(session: $0).run()] }
    }
  }

  struct Tenants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tenants",
      abstract: "What a thousand idle tenants cost beside a busy one, and how soon one is served.",
      discussion: """
        Example:
          reckoner bench tenants --tenants 1000 --rate 200 --seconds 60
        """
    )

    @OptionGroup var arguments: BenchArguments

    @Option(help: ArgumentHelp("Idle tenants.", valueName: "count"))
    var tenants = 1000

    @Option(help: ArgumentHelp("Events a second of the busy one.", valueName: "count"))
    var rate = 200.0

    @Option(help: ArgumentHelp("How long the costs are measured.", valueName: "seconds"))
    var seconds = 60.0

    @Option(help: ArgumentHelp("Idle tenants that publish a first event.", valueName: "count"))
    var waking = 200

    func run() async throws {
      let (tenants, rate, seconds, waking) = (tenants, rate, seconds, waking)
      try await BenchRunner(arguments: arguments).run {
        let measurement = TenantsCase(
          session: $0,
          tenantCount: tenants,
          rate: rate,
          seconds: seconds,
          wakingCount: waking
        )
        return [try await measurement.run()]
      }
    }
  }

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "How fast `reckoner import` is against what Redis itself takes.",
      discussion: """
        Example:
          reckoner bench import --events 1000000
        """
    )

    @OptionGroup var arguments: BenchArguments

    func run() async throws {
      try await BenchRunner(arguments: arguments).run(eventCount: 1_000_000) {
        [try await ImportCase(session: $0).run()]
      }
    }
  }
}
