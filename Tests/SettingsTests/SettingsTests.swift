import Foundation
import Settings
import Testing

@Suite("Settings")
struct SettingsTests {
  private func fleet(_ environment: [String: String], flags: [String: String] = [:]) throws -> FleetSettings {
    var reader = SettingsReader(environment: environment, flags: flags)
    let settings = FleetSettings(reading: &reader)
    try reader.finish()
    return settings
  }

  private func mistakes(_ environment: [String: String]) -> [String] {
    var reader = SettingsReader(environment: environment)
    _ = StoreSettings(reading: &reader)
    _ = FleetSettings(reading: &reader)
    _ = LogSettings(reading: &reader)
    do {
      try reader.finish()
      return []
    } catch {
      return error.mistakes
    }
  }

  private static let stores = [
    "RECKONER_REDIS_URL": "redis://localhost", "RECKONER_DATABASE_URL": "postgres://localhost/reckoner",
  ]

  @Test("what is not set has its default")
  func defaults() throws {
    let settings = try fleet([:])
    #expect(settings.laneCount == 2)
    #expect(settings.batchSize == 4000)
    #expect(settings.roles == Set(FleetSettings.Role.allCases))
    #expect(settings.reclaimIdle == .seconds(30))
    #expect(settings.drainLimit == .seconds(25))
    #expect(settings.trimAfter == nil)
  }

  @Test("a span in hours may be a fraction, and has bounds")
  func hours() throws {
    #expect(try fleet(["RECKONER_TRIM_AFTER_HOURS": "1.5"]).trimAfter == .seconds(5400))
    for value in ["0", "-1", "nan", "never", "1e9"] {
      #expect(throws: SettingsError.self, "\(value)") { try fleet(["RECKONER_TRIM_AFTER_HOURS": value]) }
    }
  }

  @Test("flags stand above the environment")
  func precedence() throws {
    let settings = try fleet(
      ["RECKONER_LANES": "3", "RECKONER_BATCH_SIZE": "7"],
      flags: ["reckoner.lanes": "5"]
    )
    #expect(settings.laneCount == 5)
    #expect(settings.batchSize == 7)
  }

  @Test("roles are a list of words")
  func roles() throws {
    #expect(try fleet(["RECKONER_ROLES": "ingest, relay"]).roles == [.ingest, .relay])
    #expect(throws: SettingsError.self) { try fleet(["RECKONER_ROLES": "ingest,dance"]) }
  }

  @Test(
    "an address to listen on is host:port",
    arguments: [
      ("127.0.0.1:9464", "127.0.0.1:9464"), (":9464", "0.0.0.0:9464"), ("[::1]:0", "[::1]:0"),
      ("worker-1.local:80", "worker-1.local:80"), ("9464", nil), ("localhost", nil), ("localhost:", nil),
      ("localhost:65536", nil), ("localhost:-1", nil), ("::1:9464", nil), ("[]:1", nil), ("http://localhost:80", nil),
      ("a b:1", nil),
    ]
  )
  func listenAddress(_ text: String, _ expected: String?) {
    #expect(ListenAddress(text)?.description == expected)
  }

  @Test("without a setting the admin port is any free one of this machine alone")
  func adminDefault() throws {
    var reader = SettingsReader(environment: [:])
    #expect(AdminSettings(reading: &reader).listen == ListenAddress(host: "127.0.0.1", port: 0))
    try reader.finish()
    var wrong = SettingsReader(environment: ["RECKONER_ADMIN_LISTEN": "secret"])
    _ = AdminSettings(reading: &wrong)
    let error = #expect(throws: SettingsError.self) { try wrong.finish() }
    #expect(error?.mistakes.count == 1)
    #expect(error?.description.contains("RECKONER_ADMIN_LISTEN") == true)
    #expect(error?.description.contains("secret") == false)
  }

  @Test("every mistake is named at once, by its variable, and no value is shown")
  func allMistakes() {
    let found = mistakes([
      "RECKONER_REDIS_URL": "redis://:secret@localhost", "RECKONER_LANES": "secret", "RECKONER_BATCH_SIZE": "0",
      "RECKONER_SWEEP_SECONDS": "-1", "RECKONER_LOG_LEVEL": "secret",
    ])
    #expect(found.count == 5)
    for variable in [
      "RECKONER_DATABASE_URL", "RECKONER_LANES", "RECKONER_BATCH_SIZE", "RECKONER_SWEEP_SECONDS", "RECKONER_LOG_LEVEL",
    ] {
      #expect(found.contains { $0.contains(variable) }, "\(variable) is not named")
    }
    #expect(!found.contains { $0.contains("secret") })
  }

  @Test("a secret may stand in a file, but not in both places")
  func secretFiles() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "reckoner-secret-\(UUID().uuidString)").path
    try Data("postgres://file/reckoner\n".utf8).write(to: URL(filePath: path))
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
    var reader = SettingsReader(environment: [
      "RECKONER_REDIS_URL": "redis://localhost", "RECKONER_DATABASE_URL_FILE": path,
    ])
    #expect(StoreSettings(reading: &reader).databaseURL == "postgres://file/reckoner")
    try reader.finish()
    #expect(mistakes(Self.stores.merging(["RECKONER_DATABASE_URL_FILE": path]) { $1 }).count == 1)
    #expect(mistakes(["RECKONER_REDIS_URL": "redis://localhost", "RECKONER_DATABASE_URL_FILE": "/nowhere"]).count == 1)
  }

  @Test("good settings have no mistakes")
  func good() {
    #expect(mistakes(Self.stores).isEmpty)
  }
}
