import ArgumentParser
import EventModel

/// Whose a command is about, and how it prints.
struct TenantOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
  var tenant: String

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
  }

  var tenantID: TenantID {
    guard let tenant = TenantID(text: tenant) else { preconditionFailure("validated before") }
    return tenant
  }
}
