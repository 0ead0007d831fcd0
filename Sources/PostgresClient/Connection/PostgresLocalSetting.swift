/// A parameter of the session for the time of one transaction: `SET LOCAL`.
public struct PostgresLocalSetting: Hashable, Sendable {
  let name: String
  let value: String

  /// - Parameters:
  ///   - name: of the parameter, such as `app.tenant_id`.
  ///   - value: of letters, digits, `-`, `_`, `.` and `:`: it stands in the statement's text, and nothing else may.
  public init(_ name: StaticString, _ value: String) {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:".utf8)
    precondition(value.utf8.allSatisfy(allowed.contains), "the value of \(name) has a character that needs quoting")
    self.name = "\(name)"
    self.value = value
  }

  var sql: String { "SET LOCAL \(name) = '\(value)'" }
}
