extension RedisConfiguration {
  /// Reads a connection URL.
  ///
  ///     redis://user:password@host:port/database
  ///     redis://:password@host
  ///     redis://[::1]:6379
  ///     unix:///path/to/socket?db=1
  ///     redis+unix:///path/to/socket
  ///
  /// User, password and path may be percent-encoded. Host, port and database default to 127.0.0.1, 6379 and 0. The query
  /// may name the database (`db`) and the client (`name`); any other item is an error, because ignoring a misspelt setting
  /// is worse; so is a user without a password.
  /// - Throws: ``RedisError/Code/configuration``. The message never quotes the URL, which holds the password.
  public init(url: String) throws(RedisError) {
    guard let separator = url.firstRange(of: "://") else {
      throw Self.fault("the URL has no scheme; expected redis:// or unix://")
    }
    let rest = url[separator.upperBound...]
    switch url[..<separator.lowerBound].lowercased() {
    case "redis": try self.init(tcp: rest)
    case "unix", "redis+unix": try self.init(unix: rest)
    case "rediss":
      throw Self.fault(
        "rediss:// needs TLS, which libhiredis \(HiredisContext.libraryVersion) as installed doesn't have; "
          + "use redis:// in a private network or through a local TLS proxy"
      )
    default: throw Self.fault("unknown URL scheme; expected redis:// or unix://")
    }
  }

  private init(tcp rest: Substring) throws(RedisError) {
    let (body, query) = Self.cut(rest, at: "?")
    let (authority, path) = Self.cut(body, at: "/")
    let (credentials, endpoint) = Self.cutCredentials(authority)
    let (host, port) = try Self.endpoint(endpoint)
    self.init(address: .tcp(host: host, port: port))
    try apply(credentials: credentials)
    if let path, !path.isEmpty { database = try Self.database(path) }
    try apply(query: query)
  }

  private init(unix rest: Substring) throws(RedisError) {
    let (body, query) = Self.cut(rest, at: "?")
    let (authority, path) = Self.cut(body, at: "/")
    let (credentials, host) = Self.cutCredentials(authority)
    guard host.isEmpty, let path, !path.isEmpty else {
      throw Self.fault("a unix:// URL needs three slashes and an absolute path")
    }
    self.init(address: .unix(path: "/" + (try Self.percentDecoded(path))))
    try apply(credentials: credentials)
    try apply(query: query)
  }

  private mutating func apply(credentials: Substring?) throws(RedisError) {
    guard let credentials else { return }
    let (user, password) = Self.cut(credentials, at: ":")
    if !user.isEmpty { username = try Self.percentDecoded(user) }
    if let password, !password.isEmpty { self.password = try Self.percentDecoded(password) }
    if username != nil && self.password == nil { throw Self.fault("the URL names a user without a password") }
  }

  private mutating func apply(query: Substring?) throws(RedisError) {
    guard let query else { return }
    for item in query.split(separator: "&") {
      let (name, value) = Self.cut(item, at: "=")
      switch name {
      case "db": database = try Self.database(value ?? "")
      case "name": clientName = try Self.percentDecoded(value ?? "")
      default: throw Self.fault("unknown item in the URL's query; expected db or name")
      }
    }
  }

  private static func endpoint(_ text: Substring) throws(RedisError) -> (host: String, port: UInt16) {
    var host = text
    var port: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw fault("the URL's address has no closing bracket") }
      host = text[text.index(after: text.startIndex)..<end]
      let tail = text[text.index(after: end)...]
      guard tail.isEmpty || tail.first == ":" else { throw fault("the URL's address is malformed") }
      port = tail.isEmpty ? nil : tail.dropFirst()
    } else {
      (host, port) = cut(text, at: ":")
    }
    let name = host.isEmpty ? "127.0.0.1" : try percentDecoded(host)
    guard let port, !port.isEmpty else { return (name, defaultPort) }
    guard port.allSatisfy(\.isASCIIDigit), let number = UInt16(port), number > 0 else {
      throw fault("the URL's port isn't a number from 1 to 65535")
    }
    return (name, number)
  }

  private static func database(_ text: Substring) throws(RedisError) -> Int {
    guard !text.isEmpty, text.allSatisfy(\.isASCIIDigit), let number = Int(text) else {
      throw fault("the URL's database isn't a number")
    }
    return number
  }

  /// The parts before and after the first separator; the second is `nil` without one.
  private static func cut(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
    guard let index = text.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<index], text[text.index(after: index)...])
  }

  /// The part before the last `@`, since people forget to encode one in a password, and the rest.
  private static func cutCredentials(_ authority: Substring) -> (credentials: Substring?, rest: Substring) {
    guard let index = authority.lastIndex(of: "@") else { return (nil, authority) }
    return (authority[..<index], authority[authority.index(after: index)...])
  }

  private static func percentDecoded(_ text: Substring) throws(RedisError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst()?.hexadecimalValue, let low = rest.popFirst()?.hexadecimalValue else {
          throw fault("the URL has an incomplete percent encoding")
        }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw fault("the URL's percent encoding isn't UTF-8 text")
    }
    return decoded
  }

  private static func fault(_ message: String) -> RedisError {
    RedisError(code: .configuration, message: message)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) && isASCII }
}

extension UInt8 {
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
