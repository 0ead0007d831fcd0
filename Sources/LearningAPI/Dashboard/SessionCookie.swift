import EventModel
import HTTPTypes

/// A browser's session: its token, in a cookie that no script reads and that no other site's page sends along.
enum SessionCookie {
  static let name = "reckoner_session"

  /// The token of the session; `nil` where the browser has none.
  static func token(in headers: HTTPFields) -> String? {
    for line in headers[values: .cookie] {
      for pair in line.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].filter({ $0 != " " }) == name else { continue }
        let value = parts[1].filter { $0 != " " }
        if !value.isEmpty { return String(value) }
      }
    }
    return nil
  }

  /// Begins a session, which ends with its token.
  /// - Parameter isSecure: whether the browser sends it over TLS alone.
  static func begin(_ token: String, until end: Timestamp?, now: Timestamp, isSecure: Bool) -> String {
    let lifetime = end.map { "; Max-Age=\(max(0, ($0.microseconds - now.microseconds) / 1_000_000))" } ?? ""
    return "\(name)=\(token)\(attributes(isSecure))\(lifetime)"
  }

  static func end(isSecure: Bool) -> String { "\(name)=\(attributes(isSecure)); Max-Age=0" }

  private static func attributes(_ isSecure: Bool) -> String {
    "; Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
  }
}
