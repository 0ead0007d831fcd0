import ArgumentParser
import EventModel
import Store

/// The period that a report is about.
struct CalibrationPeriod: ParsableArguments {
  @Option(
    help: ArgumentHelp("Actions of this time or later: RFC 3339 (default: from the beginning).", valueName: "time")
  )
  var from: String?

  @Option(help: ArgumentHelp("Actions before this time: RFC 3339 (default: without an end).", valueName: "time"))
  var to: String?

  func validate() throws {
    try CalibrationScope.check(from, "--from")
    try CalibrationScope.check(to, "--to")
    if let start, let end, start >= end { throw ValidationError("--from must be before --to") }
  }

  var start: Timestamp? { from.flatMap { Timestamp(rfc3339: $0) } }
  var end: Timestamp? { to.flatMap { Timestamp(rfc3339: $0) } }

  func samples(asOf now: Timestamp) -> SamplePeriod {
    SamplePeriod(from: start, to: end, asOf: now)
  }
}
