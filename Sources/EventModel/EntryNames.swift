/// Which event an entry is, as far as that can be read of one that may be refused for anything else.
public struct EntryNames: Hashable, Sendable {
  /// `nil` where no field holds a UUID as the event's id.
  public let eventID: EventID?
  /// `nil` where no field holds a UUID as the tenant's.
  public let tenantID: TenantID?

  /// Reads the fields of an entry in any of the contract's three forms.
  public init(_ fields: [StreamField]) {
    func text(_ name: String) -> String? {
      fields.first { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
    }
    var id = text("event_id") ?? text("ce_id")
    var tenant = text("tenant_id") ?? text("ce_tenantid")
    if id == nil, let json = fields.first(where: { $0.name.elementsEqual(EntryForm.structuredFieldName.utf8) })?.value {
      // What isn't JSON names no event.
      if case .success(let event) = Result(catching: { try JSONParser.parse(json) }) {
        if case .string(let text) = event["id"] { id = text }
        if case .string(let text) = event["tenantid"] { tenant = text }
      }
    }
    eventID = id.flatMap { EventID(text: $0) }
    tenantID = tenant.flatMap { TenantID(text: $0) }
  }
}
