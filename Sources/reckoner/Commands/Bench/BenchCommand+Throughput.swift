import ArgumentParser
import Benchmark

extension BenchCommand {
  struct Throughput: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "throughput",
      abstract: "How many events a second are worked off, from the stream to the bins.",
      discussion: """
        Example:
          reckoner bench throughput --events 200000 --repeats 5

        The events lie in their streams before the clock starts; the start of the programs counts. It stops when every event
        is recorded and folded, the outbox is empty, every sample is in its bin, and every entry is acknowledged.
        """
    )

    @OptionGroup var arguments: BenchArguments

    func run() async throws {
      try await BenchRunner(arguments: arguments).run { [try await ThroughputCase(session: $0).run()] }
    }
  }

  struct Floor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "floor",
      abstract: "The throughput as a share of what its rows alone cost PostgreSQL.",
      discussion: """
        Example:
          reckoner bench floor --events 200000

        Measures throughput and floor by turns on the same data. The floor writes the same rows by bare prepared statements
        in a loop, a transaction for a thousand events: no Redis, no workers, no JSON.
        """
    )

    @OptionGroup var arguments: BenchArguments

    func run() async throws {
      try await BenchRunner(arguments: arguments).run { try await FloorCase(session: $0).run() }
    }
  }
}
