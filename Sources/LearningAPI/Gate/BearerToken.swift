import HTTPTypes

/// The token of a request.
enum BearerToken {
  /// - Throws: ``Problem`` of code `unauthenticated` where there is none.
  static func read(_ headers: HTTPFields) throws(Problem) -> String {
    guard let value = headers[.authorization] else {
      throw Problem(.unauthenticated, "The request has no `Authorization: Bearer` header.")
    }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Problem(.unauthenticated, "The `Authorization` header has another form than `Bearer <token>`.")
    }
    return String(parts[1])
  }
}
