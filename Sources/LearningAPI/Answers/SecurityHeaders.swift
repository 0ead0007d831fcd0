import HTTPTypes

/// What every answer carries, so that a browser does nothing with it but show it.
enum SecurityHeaders {
  private static let fixed: [(name: String, value: String)] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    // Forms of signed links post to where they came from; nothing else is loaded, run or embedded.
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
  ]

  static func add(to headers: inout HTTPFields, requestID: String) {
    for (name, value) in fixed {
      guard let name = HTTPField.Name(name), headers[name] == nil else { continue }
      headers[name] = value
    }
    if let name = HTTPField.Name("X-Request-ID") { headers[name] = requestID }
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
  }
}
