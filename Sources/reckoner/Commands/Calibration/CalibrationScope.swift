import ArgumentParser
import EventModel
import Workers

/// Which action types of which tenant a report is about, and as of when.
struct CalibrationScope: ParsableArguments {
  @OptionGroup var options: TenantOptions

  @Option(
    help: ArgumentHelp(
      "As of this time, which decides what is matured: RFC 3339 (default: the clock).",
      valueName: "time"
    )
  )
  var at: String?

  func validate() throws {
    try Self.check(at, "--at")
  }

  var json: Bool { options.json }
  var tenantID: TenantID { options.tenantID }

  /// The time that is asked for, else the clock's.
  func now(_ session: OperatorSession) -> Timestamp {
    at.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now
  }

  static func check(_ time: String?, _ option: String) throws {
    if let time, Timestamp(rfc3339: time) == nil {
      throw ValidationError("\(option) must be a time with an offset, such as 2026-12-31T00:00:00Z")
    }
  }
}
