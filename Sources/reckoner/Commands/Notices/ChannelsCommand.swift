import ArgumentParser
import Couriers
import EventModel
import Notices
import PostgresClient
import SettingModel
import Store
import Telemetry
import Workers

struct ChannelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channels",
    abstract: "Shows and tests the ways by which a tenant's people are reached.",
    discussion: """
      Examples:
        reckoner channels list --tenant 6f1d3c3e-0000-4000-8000-000000000001
        reckoner channels test sales --tenant 6f1d3c3e-...
        reckoner settings set channels '[{"name": "sales", "kind": "slack", "url": "https://...", "reports": true}]' \\
          --tenant 6f1d3c3e-...
      """,
    subcommands: [List.self, Test.self]
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the channels, addresses by their hosts alone.",
      discussion: "Example: reckoner channels list --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var options: TenantOptions

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let channels = try await ChannelsCommand.channels(TenantDeliveries(of: tenant, in: postgres)).all
        await postgres.close()
        if options.json { return try Output.json(.array(channels.map(\.maskedJSON))) }
        if channels.isEmpty { return print("no channels; `reckoner settings set channels` sets them") }
        var table = Table([.left("channel"), .left("kind"), .left("to"), .left("reports"), .left("alerts from")])
        for channel in channels {
          table.add([
            channel.name, channel.kind.rawValue, channel.maskedTarget, ChannelsCommand.text(of: channel.reports),
            channel.alerts?.rawValue ?? "-",
          ])
        }
        for line in table.lines() { print(line) }
      }
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends a test through a channel, once and from here, and tells how it went.",
      discussion: """
        Example: reckoner channels test sales --tenant 6f1d3c3e-0000-4000-8000-000000000001

        Mail needs the RECKONER_SMTP_... settings here as well. Exits 1 where it didn't arrive.
        """
    )

    /// Looks at a test that a running scheduler has taken into hand.
    private static let lookCountMax = 60

    @Argument(help: "The channel's name.")
    var name: String

    @OptionGroup var options: TenantOptions

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let settings = try session.noticeSettings()
        let postgres = try session.postgres()
        let deliveries = TenantDeliveries(of: tenant, in: postgres)
        let channels = try await ChannelsCommand.channels(deliveries)
        guard let channel = channels[name] else {
          let known = channels.all.map(\.name).joined(separator: ", ")
          throw Program.Failure(.badData, "there is no channel \(name); the channels are: \(known)")
        }
        let id = try await deliveries.enqueueTest(of: channel, now: session.clock.now)
        let sender = DeliverySender(
          postgres: postgres,
          courier: Courier(settings: settings),
          holder: "reckoner channels test",
          logger: session.logger,
          metrics: PrometheusRegistry()
        )
        try await sender.sendAll(clock: session.clock, only: id)
        await sender.close()
        let row = try await Self.ended(id, deliveries)
        await postgres.close()
        if options.json { try Output.json(DeliveryText.json(row)) }
        let isDelivered = row.state == .delivered
        if !options.json {
          print("\(name): \(isDelivered ? "delivered" : "not delivered")\(row.lastError.map { ": \($0)" } ?? "")")
        }
        if !isDelivered { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
      }
    }

    /// The test after its one attempt: nobody expects it to arrive an hour later.
    private static func ended(_ id: DeliveryID, _ deliveries: TenantDeliveries) async throws -> DeliveryRow {
      for look in 1...lookCountMax {
        guard let row = try await deliveries.find(id) else { break }
        switch row.state {
        case .delivered, .failed, .cancelled: return row
        case .waiting:
          if row.attemptCount > 0 || look == lookCountMax {
            _ = try await deliveries.cancel(id)
            return row
          }
        case .sending: break
        }
        try await Task.sleep(for: .seconds(1))
      }
      throw Program.Failure(.tryAgain, "the test is still in hand; `reckoner deliveries list` tells how it goes on")
    }
  }

  private static func channels(_ deliveries: TenantDeliveries) async throws -> Channels {
    do {
      return try await deliveries.channels()
    } catch let error as SettingError {
      throw Program.Failure(.badData, error.description)
    }
  }

  private static func text(of filter: ReportFilter) -> String {
    switch filter {
    case .none: return "-"
    case .all: return "all"
    case .some(let kinds, let audiences):
      let parts = [("kinds", kinds), ("audiences", audiences)].compactMap { name, words in
        words.map { "\(name): \($0.sorted().joined(separator: ", "))" }
      }
      return parts.isEmpty ? "all" : parts.joined(separator: "; ")
    }
  }
}
