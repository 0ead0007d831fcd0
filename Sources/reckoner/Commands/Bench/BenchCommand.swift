import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures the fleet: how fast, how late, and what it costs.",
    discussion: """
      Examples:
        deploy/bench all --json > now.json            everything, on servers of its own
        reckoner bench throughput --events 50000      one case, on yours
        reckoner bench compare before.json now.json   what became of each figure

      Works on an empty Redis database, which it empties again and again, and in databases of its own, which it makes and
      drops: RECKONER_REDIS_URL and RECKONER_OWNER_DATABASE_URL, a superuser's address, say where. Starts the programs that
      lie beside this one; build them with `-c release`. After every run the conservation check of `reckoner verify` must
      hold. Exit code 1 where a run failed.
      """,
    subcommands: [
      Throughput.self, Floor.self, Latency.self, Memory.self, History.self, Held.self, Delay.self, Aggregator.self,
      Tenants.self, Import.self, All.self, Compare.self,
    ]
  )
}
