import FoundationEssentials
import Logging
public import Settings
import Telemetry

/// An executable of the fleet, from its flags to its exit code.
public enum FleetProgram {
  /// - Parameters:
  ///   - flags: values from the command line by the setting's key; they stand above the environment.
  ///   - work: what to do with the stores; it follows the signals of the process, see ``ProgramShutdown``.
  public static func run(
    _ name: String,
    flags: [String: String],
    _ work: @escaping @Sendable (FleetContext) async throws -> Void
  ) async -> Program.ExitCode {
    await run(name, flags: flags, as: .worker, reading: { _ in }, work: { context, _, _ in try await work(context) })
  }

  /// - Parameters:
  ///   - role: by which role the process reaches PostgreSQL.
  ///   - further: reads settings of the program's own, so that every mistake is named at once.
  ///   - work: what to do with the stores and those settings.
  public static func run<Further: Sendable>(
    _ name: String,
    flags: [String: String],
    as role: StoreSettings.Role,
    reading further: (inout SettingsReader) -> Further,
    work: @escaping @Sendable (FleetContext, StoreSettings, Further) async throws -> Void
  ) async -> Program.ExitCode {
    do {
      var reader = SettingsReader(environment: ProcessInfo.processInfo.environment, flags: flags)
      let log = LogSettings(reading: &reader)
      let stores = StoreSettings(reading: &reader, as: role)
      let settings = FleetSettings(reading: &reader)
      let admin = AdminSettings(reading: &reader)
      let own = further(&reader)
      var check = SettingsCheck(reader)
      check.redis(stores.redisURL)
      check.postgres(stores.databaseURL, variable: role.variable)
      try check.finish()
      let logger = Program.start(name, log: log)
      let context = try FleetContext(program: name, stores: stores, settings: settings, admin: admin, logger: logger)
      try await ProgramShutdown(drainLimit: settings.drainLimit, logger: logger).run {
        try await work(context, stores, own)
      }
      return .done
    } catch {
      let failure = Program.failure(from: error)
      StandardError.writeLine("\(name): \(failure.description)")
      return failure.code
    }
  }
}
