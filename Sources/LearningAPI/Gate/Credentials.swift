import HTTPTypes

/// What says who asks: a token in the header that programs send, or in the cookie of a browser's session.
enum Credentials {
  /// - Parameter writes: whether the request changes something, which a session's cookie may only do from our own pages.
  /// - Throws: ``Problem`` of code `unauthenticated` where there is none.
  static func token(_ headers: HTTPFields, writes: Bool, authority: String?) throws(Problem) -> String {
    if let value = headers[.authorization] { return try bearer(value) }
    guard let token = SessionCookie.token(in: headers) else {
      throw Problem(.unauthenticated, "The request has no `Authorization: Bearer` header.")
    }
    if writes, !isOurs(headers, authority) {
      throw Problem(.forbidden, "A session changes things from this server's own pages alone.")
    }
    return token
  }

  private static func bearer(_ value: String) throws(Problem) -> String {
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Problem(.unauthenticated, "The `Authorization` header has another form than `Bearer <token>`.")
    }
    return String(parts[1])
  }

  /// Whether a page of this server sent it: browsers say so, and no page can make them say otherwise.
  static func isOurs(_ headers: HTTPFields, _ authority: String?) -> Bool {
    if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ headers[$0] }) { return site == "same-origin" }
    guard let origin = headers[.origin], let authority else { return false }
    return origin == "https://\(authority)" || origin == "http://\(authority)"
  }
}
