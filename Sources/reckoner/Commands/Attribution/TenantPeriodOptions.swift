import ArgumentParser
import EventModel
import Insight
import Workers

/// Which tenant, and which stretch of its history.
struct TenantPeriodOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
  var tenant: String

  @Option(help: ArgumentHelp("Signals from this time on: RFC 3339 (default: the first).", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Signals before this time (default: the last).", valueName: "time"))
  var to: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try tenantID()
    _ = try period()
  }

  func tenantID() throws -> TenantID {
    guard let tenant = TenantID(text: tenant) else { throw ValidationError("--tenant must be a UUID") }
    return tenant
  }

  func period() throws -> EventPeriod {
    EventPeriod(from: try Self.time(from, option: "--from"), until: try Self.time(to, option: "--to"))
  }

  private static func time(_ text: String?, option: String) throws -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw ValidationError("\(option) must be a time with an offset, such as 2026-12-31T00:00:00Z")
    }
    return time
  }
}
