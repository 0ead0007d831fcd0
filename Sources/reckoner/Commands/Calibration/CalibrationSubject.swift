import ArgumentParser
import Calibration
import EventModel

/// Which action type of which tenant a command is about.
struct CalibrationSubject: ParsableArguments {
  @Argument(help: ArgumentHelp("The action type, such as send_email.", valueName: "action type"))
  var actionType: String

  @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
  var tenant: String

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
  }

  var key: CalibrationKey {
    guard let tenant = TenantID(text: tenant) else { preconditionFailure("validated before") }
    return CalibrationKey(tenantID: tenant, actionType: ActionType(actionType))
  }
}
