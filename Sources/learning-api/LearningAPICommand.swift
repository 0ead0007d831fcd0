import ArgumentParser
import LearningAPI
import Settings
import Workers

@main
struct LearningAPICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-api",
    abstract:
      "Serves what people and agents read and write: feedback, labels, outcomes, calibration, analytics, live updates.",
    discussion: """
      Examples:
        learning-api                              serve on 127.0.0.1:8080 until SIGTERM
        learning-api --listen 0.0.0.0:8080        serve on every address
        learning-api --read-only                  refuse everything that changes something

      The interface is described at /openapi.json. RECKONER_REDIS_URL and RECKONER_API_DATABASE_URL say where the stores are,
      RECKONER_JWT_SECRET, RECKONER_JWT_JWKS_FILE or RECKONER_JWT_JWKS_URL whose tokens are taken. `reckoner token` makes
      tokens for development.
      """
  )

  @Option(help: ArgumentHelp("Where to listen (default: 127.0.0.1:8080).", valueName: "host:port"))
  var listen: String?

  @Flag(help: "Refuse everything that changes something.")
  var readOnly = false

  func run() async throws {
    var flags: [String: String] = [:]
    flags["reckoner.listen"] = listen
    if readOnly { flags["reckoner.read.only"] = "true" }
    let code = await FleetProgram.run(
      "learning-api",
      flags: flags,
      as: .api,
      reading: { (APISettings(reading: &$0), AccessSettings(reading: &$0)) },
      work: { context, stores, settings in
        let process = ServingProcess(context: context)
        do {
          let api = try await APIProcess.services(
            settings: settings.0,
            access: settings.1,
            stores: stores,
            redis: process.connection("api"),
            metrics: context.metrics,
            logger: context.logger,
            now: { context.clock.now }
          )
          try await process.run([LiveUpdates(services: api), LearningServer(services: api), KeyRefresh(services: api)])
          await api.close()
        } catch let error as LearningAPIError {
          throw Program.Failure(.configuration, error.description)
        }
      }
    )
    throw ExitCode(code.rawValue)
  }
}
