import CLibpq

/// What this client needs to know of a connection string; libpq reads the rest itself.
enum ConnectionString {
  struct Parts {
    /// User, hosts and database: nothing secret.
    let shown: String
    /// Server settings asked for by the string or else by `PGOPTIONS`.
    let options: String
    let password: String?
  }

  /// Parses with `PQconninfoParse`.
  static func parse(_ text: String) throws(PostgresError) -> Parts {
    var errorText: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &errorText) else {
      defer { PQfreemem(errorText) }
      // libpq quotes the part that it stumbled over, which may be the password: only what stands before a quote is ours to show.
      let reason = errorText.map { String(cString: $0).prefix { $0 != "\"" && $0 != "\n" } } ?? ""
      throw PostgresError(.configuration, "the connection string is malformed (libpq: \(reason)…)")
    }
    defer { PQconninfoFree(options) }
    let values = values(of: options)
    if let host = values["host"], host.dropFirst().contains("@"), !host.hasPrefix("/") {
      throw PostgresError(
        .configuration,
        "the host of the connection string contains '@': percent-encode the password"
      )
    }
    if let port = values["port"], !port.split(separator: ",", omittingEmptySubsequences: false).allSatisfy(isPort) {
      // Said here and not by libpq, which would quote it: behind an unencoded '/' or ':' it is a part of the password.
      throw PostgresError(
        .configuration,
        "the port of the connection string is not a number: percent-encode the password"
      )
    }
    return Parts(
      shown: shown(values),
      options: values["options"] ?? defaultOptions(),
      password: values["password"]
    )
  }

  /// Whether it is a port, or nothing, which means the default one.
  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || UInt16(text) != nil
  }

  private static func shown(_ values: [String: String]) -> String {
    let user = values["user"].map { "\($0)@" } ?? ""
    let host = values["host"] ?? values["hostaddr"] ?? "(default host)"
    let port = values["port"].map { ":\($0)" } ?? ""
    let database = values["dbname"].map { "/\($0)" } ?? ""
    return "postgres://\(user)\(host)\(port)\(database)"
  }

  /// `options` from the environment and the service file (`PQconndefaults`).
  private static func defaultOptions() -> String {
    guard let defaults = PQconndefaults() else { return "" }
    defer { PQconninfoFree(defaults) }
    return values(of: defaults)["options"] ?? ""
  }

  private static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return values
  }
}
