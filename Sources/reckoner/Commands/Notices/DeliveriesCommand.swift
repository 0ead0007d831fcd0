public import ArgumentParser
import EventModel
public import Notices
import PostgresClient
import Store
import Workers

struct DeliveriesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries",
    abstract: "Shows what is on its way to people: reports and alerts, by channel.",
    discussion: """
      Examples:
        reckoner deliveries list --tenant 6f1d3c3e-0000-4000-8000-000000000001
        reckoner deliveries list --state failed --json --tenant 6f1d3c3e-...
        reckoner deliveries retry 0b5a... --tenant 6f1d3c3e-...

      learning-scheduler sends them. A delivery that fails is tried again for a day; what can't succeed fails at once.
      """,
    subcommands: [List.self, Retry.self, Cancel.self]
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists deliveries, the newest first.",
      discussion: "Example: reckoner deliveries list --state waiting --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    private static let limits = 1...1000

    @Option(
      help: ArgumentHelp("Shows those alone: waiting, sending, delivered, failed, cancelled.", valueName: "state")
    )
    var state: DeliveryState?

    @Option(help: ArgumentHelp("Deliveries that are shown at most, 1 to 1000.", valueName: "count"))
    var limit = 50

    @OptionGroup var options: TenantOptions

    func validate() throws {
      guard Self.limits.contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let rows = try await TenantDeliveries(of: tenant, in: postgres).page(in: state, countMax: limit)
        await postgres.close()
        if options.json { return try Output.json(.array(rows.map(DeliveryText.json))) }
        for line in DeliveryText.table(of: rows) { print(line) }
      }
    }
  }

  struct DeliveryArguments: ParsableArguments {
    @Argument(help: "The delivery's UUID.")
    var id: String

    @OptionGroup var options: TenantOptions

    func deliveryID() throws -> DeliveryID {
      guard let id = DeliveryID(text: id) else { throw ValidationError("a delivery is named by its UUID") }
      return id
    }

    func validate() throws {
      _ = try deliveryID()
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a delivery that failed, or waits, due at once.",
      discussion: "Example: reckoner deliveries retry 0b5a3c3e-... --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var arguments: DeliveryArguments

    func run() async throws {
      try await DeliveriesCommand.change(arguments, "retried") { deliveries, id, session in
        try await deliveries.retry(id, now: session.clock.now)
      }
    }
  }

  struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decides against a delivery that waits.",
      discussion: "Example: reckoner deliveries cancel 0b5a3c3e-... --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var arguments: DeliveryArguments

    func run() async throws {
      try await DeliveriesCommand.change(arguments, "cancelled") { deliveries, id, _ in
        try await deliveries.cancel(id)
      }
    }
  }

  /// Changes a delivery, and shows it as it is then.
  private static func change(
    _ arguments: DeliveryArguments,
    _ verb: String,
    _ body: @Sendable (TenantDeliveries, DeliveryID, OperatorSession) async throws -> Bool
  ) async throws {
    let (tenant, id) = (arguments.options.tenantID, try arguments.deliveryID())
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      let deliveries = TenantDeliveries(of: tenant, in: postgres)
      let isChanged = try await body(deliveries, id, session)
      let row = try await deliveries.find(id)
      await postgres.close()
      guard let row else { throw Program.Failure(.badData, "the tenant has no delivery \(id)") }
      guard isChanged else {
        throw Program.Failure(.badData, "delivery \(id) is \(row.state.rawValue): it can't be \(verb)")
      }
      if arguments.options.json { return try Output.json(DeliveryText.json(row)) }
      for line in DeliveryText.table(of: [row]) { print(line) }
    }
  }
}

extension DeliveryState: ExpressibleByArgument {}
