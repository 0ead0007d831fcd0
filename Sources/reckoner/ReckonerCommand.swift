import ArgumentParser

@main
struct ReckonerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reckoner",
    abstract:
      "The operator's tool: prepares the database, feeds events in, and shows that everything is as it should be.",
    discussion: """
      Examples:
        reckoner migrate                           prepare or update the database
        reckoner import events.ndjson              publish a file of events
        reckoner status --watch                    see the fleet work
        reckoner verify                            prove that nothing was lost or counted twice
        reckoner why 0197c0de-0000-7000-8000-...   the whole story of an event or an outcome
        reckoner calibration score forecasts.csv   how well the forecasts of a file are calibrated
        reckoner dlq groups                        what was given up, by cause, and what to do about it

      RECKONER_REDIS_URL and RECKONER_DATABASE_URL say where the stores are; migrate uses RECKONER_OWNER_DATABASE_URL.
      Exit codes: 0 done, 1 problems found, 64 usage, 65 bad data, 69 unavailable, 70 internal, 75 try again,
      78 configuration.
      """,
    subcommands: [
      MigrateCommand.self, StatusCommand.self, VerifyCommand.self, WhyCommand.self, DLQCommand.self,
      SettingsCommand.self, SchedulesCommand.self, CalibrationCommand.self, AttributionCommand.self,
      CoachingCommand.self, PublishCommand.self, ImportCommand.self, SimulateCommand.self, RebuildBinsCommand.self,
      ReportsCommand.self, AlertsCommand.self, ChannelsCommand.self, DeliveriesCommand.self,
      RebuildRollupsCommand.self, BenchCommand.self, TokenCommand.self, EraseCommand.self,
    ]
  )
}
