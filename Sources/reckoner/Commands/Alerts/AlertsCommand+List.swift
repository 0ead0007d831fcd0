import Alerts
import ArgumentParser
import EventModel
import Insight
import Store

extension AlertsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists a tenant's alerts, the newest first.",
      discussion: """
        Examples:
          reckoner alerts list --open --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner alerts list --limit 500 --json --tenant 6f1d3c3e-...
        """
    )

    private static let limits = 1...10_000

    @Flag(help: "Only those that haven't ended.")
    var open = false

    @Option(help: ArgumentHelp("Alerts that are shown at most, 1 to 10000.", valueName: "count"))
    var limit = 50

    @OptionGroup var options: TenantOptions

    func validate() throws {
      guard Self.limits.contains(limit) else { throw ValidationError("--limit must be from 1 to 10000") }
    }

    func run() async throws {
      try await AlertsCommand.withDesk(options) { desk in
        try await desk.page(AlertFilter(isOpen: open), after: nil, countMax: limit)
      } show: { page, now in
        if options.json {
          return try Output.json(
            .object(["alerts": .array(page.alerts.map(\.json)), "is_cut": .bool(page.next != nil)])
          )
        }
        for line in AlertText.lines(of: page.alerts, isCut: page.next != nil, now: now) { print(line) }
      }
    }
  }

  struct Rules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the rules as they are for a tenant.",
      discussion: """
        Example: reckoner alerts rules --tenant 6f1d3c3e-0000-4000-8000-000000000001

        `reckoner settings set alert_rules` changes what differs from the standard; every field that is shown can be set.
        """
    )

    @OptionGroup var options: TenantOptions

    func run() async throws {
      try await AlertsCommand.withDesk(options) {
        try await $0.policy()
      } show: { policy, _ in
        if options.json { return try Output.json(.object(["rules": .array(policy.rules.map(\.json))])) }
        for line in AlertText.lines(of: policy) { print(line) }
      }
    }
  }
}
