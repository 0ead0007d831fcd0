import Access
import EventModel
import Hummingbird
import PostgresClient
import Store

/// A request that came through the gate: who asks is known, and what they may see.
struct APIRequest: Sendable {
  let principal: Principal
  let scope: RepScope
  let now: Timestamp
  /// The tenant's rows alone.
  let postgres: PostgresPool
  let parameters: Parameters
  let query: [(name: String, value: String)]
  /// `nil` without one.
  let body: JSONValue?
  let headers: HTTPFields

  var tenant: TenantID { principal.tenantID }

  /// An id in the address; what is no UUID is nobody's.
  func identifier<Kind>(_ name: String, of subject: String) throws(Problem) -> UUIDIdentifier<Kind> {
    guard let text = parameters.get(name), let id = UUIDIdentifier<Kind>(text: text) else { throw .notFound(subject) }
    return id
  }

  /// A text in the address, with its percent signs read.
  func text(_ name: String, of subject: String, scalarCountMax: Int) throws(Problem) -> String {
    guard let raw = parameters.get(name), let text = AddressText.part(raw), !text.isEmpty,
      text.unicodeScalars.count <= scalarCountMax, !text.utf8.contains(0)
    else { throw .notFound(subject) }
    return text
  }

  /// The action type in the address.
  func actionType() throws(Problem) -> ActionType {
    ActionType(try text("action_type", of: "action type", scalarCountMax: 50))
  }
}
