import ArgumentParser
import EventModel
import PostgresClient
import SettingModel
import Synchronization
import Telemetry
import Workers

struct SettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Reads and changes what a tenant can choose.",
    discussion: """
      Examples:
        reckoner settings list --tenant 6f1d3c3e-0000-4000-8000-000000000001
        reckoner settings set window_hours.email_engagement 48 --tenant 6f1d3c3e-...
        reckoner settings set deal_stages '["lead", "demo", "won"]' --tenant 6f1d3c3e-...

      A change that alters results marks every conversation of the tenant due before `set` returns; running workers resolve
      them anew, and `outcome-worker --drain` waits for that.
      """,
    subcommands: [List.self, Get.self, Set.self]
  )

  struct Shown: Encodable {
    let key: String
    let value: JSONFragment
    let isDefault: Bool
    let help: String

    init(_ entry: TenantSettings.Entry) {
      key = entry.descriptor.key
      value = JSONFragment(text: entry.value)
      isDefault = entry.updatedAt == nil
      help = entry.descriptor.help
    }

    enum CodingKeys: String, CodingKey {
      case key, value, help
      case isDefault = "is_default"
    }
  }

  static func setting(_ key: String) throws -> TenantSetting {
    guard let setting = TenantSetting(key: key) else {
      let known = TenantSetting.allCases.map(\.key).joined(separator: ", ")
      throw ValidationError("there is no setting \(key); the settings are \(known)")
    }
    return setting
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists every setting with its value.",
      discussion: "Example: reckoner settings list --tenant 6f1d3c3e-0000-4000-8000-000000000001 --json"
    )

    @OptionGroup var options: TenantOptions

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let entries = try await TenantSettings(of: tenant, in: postgres).list().map(Shown.init)
        await postgres.close()
        if options.json { return try Output.json(entries) }
        for entry in entries {
          print("\(entry.key) = \(entry.value.text)\(entry.isDefault ? "  (default)" : "")\n    \(entry.help)")
        }
      }
    }
  }

  struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the value of one setting.",
      discussion: "Example: reckoner settings get attribution_model --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @Argument(help: "The setting's name.")
    var key: String

    @OptionGroup var options: TenantOptions

    func run() async throws {
      let setting = try SettingsCommand.setting(key)
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let entries = try await TenantSettings(of: tenant, in: postgres).list()
        await postgres.close()
        guard let entry = entries.first(where: { $0.descriptor.key == setting.key }) else { return }
        if options.json { try Output.json(Shown(entry)) } else { print(entry.value) }
      }
    }
  }

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes one setting.",
      discussion: """
        Examples:
          reckoner settings set attribution_model time_decay --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner settings set attribution_model default --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner settings set window_hours.email_engagement 48 --wait --tenant 6f1d3c3e-...

        --wait returns when running workers have resolved every conversation anew. Stopping it (exit code 75) stops only
        the waiting. attribution_model markov fits attribution_type_effects to the tenant's own paths in the same change,
        where none are set.
        """
    )

    @Argument(help: "The setting's name.")
    var key: String

    @Argument(help: "The value as JSON; a bare word is taken as text. `default` returns to the default.")
    var value: String

    @Flag(help: "Wait until workers have resolved every conversation anew.")
    var wait = false

    @OptionGroup var options: TenantOptions

    func run() async throws {
      let setting = try SettingsCommand.setting(key)
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let settings = TenantSettings(of: tenant, in: postgres)
        do {
          try await settings.set(setting, to: Self.json(value), now: session.clock.now)
        } catch let error as SettingError {
          throw Program.Failure(.badData, error.description)
        }
        if wait { try await Self.waitUntilResolved(settings) }
        let entry = try await settings.list().first { $0.descriptor.key == setting.key }
        await postgres.close()
        guard let entry else { return }
        if options.json { try Output.json(Shown(entry)) } else { print("\(setting.key) = \(entry.value)") }
      }
    }

    /// Shows on standard error how far the workers are.
    private static func waitUntilResolved(_ settings: TenantSettings) async throws {
      let total = try await settings.progress().dueCount
      let report = Mutex(ProgressReport(label: "resolved anew"))
      try await settings.waitUntilResolved { progress in
        // Others may have marked more meanwhile.
        let count = max(0, total - progress.dueCount)
        report.withLock { report in
          if progress.dueCount == 0 { return report.finish(count: Int(total)) }
          report.update(count: Int(count), fraction: Double(count) / Double(max(total, 1)))
        }
      }
    }

    /// What was typed as JSON text: quotes around a word are easily lost on the way through a shell.
    static func json(_ typed: String) -> String? {
      if typed == "default" { return nil }
      do throws(JSONParsingError) {
        _ = try JSONParser.parse(Array(typed.utf8))
        return typed
      } catch {
        return String(decoding: JSONWriter.compact(.string(typed)), as: UTF8.self)
      }
    }
  }
}
