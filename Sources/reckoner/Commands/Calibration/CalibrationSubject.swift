import ArgumentParser
import Calibration
import EventModel

/// Which action type of which tenant a command is about.
struct CalibrationSubject: ParsableArguments {
  @Argument(help: ArgumentHelp("The action type, such as send_email.", valueName: "action type"))
  var actionType: String

  @OptionGroup var options: TenantOptions

  var json: Bool { options.json }

  var key: CalibrationKey { CalibrationKey(tenantID: options.tenantID, actionType: ActionType(actionType)) }
}
