/// How to reach a Redis server, and how long to wait for it.
public struct RedisConfiguration: Hashable, Sendable {
  public enum Address: Hashable, Sendable {
    /// A host name or a numeric address.
    case tcp(host: String, port: UInt16)
    /// The path of a socket.
    case unix(path: String)
  }

  public var address: Address
  /// `nil` means the server's default user, the only one that servers without access lists know.
  public var username: String?
  /// A secret; no description shows it.
  public var password: String?
  /// The number of the logical database.
  public var database: Int
  /// For resolving the name, connecting and authenticating together.
  public var connectTimeout: Duration
  /// For one command, or one flight of a pipeline, from sending to its last answer.
  public var commandTimeout: Duration
  /// Put before the connection's own name in `CLIENT LIST`.
  public var clientName: String?
  public var backoff: RedisBackoff

  public static let defaultPort: UInt16 = 6379

  /// - Parameters:
  ///   - connectTimeout: more than zero.
  ///   - commandTimeout: more than zero.
  public init(
    address: Address = .tcp(host: "127.0.0.1", port: defaultPort),
    username: String? = nil,
    password: String? = nil,
    database: Int = 0,
    connectTimeout: Duration = .seconds(5),
    commandTimeout: Duration = .seconds(5),
    clientName: String? = nil,
    backoff: RedisBackoff = RedisBackoff()
  ) {
    precondition(database >= 0, "a database number isn't negative")
    precondition(connectTimeout > .zero && commandTimeout > .zero, "timeouts are more than zero")
    self.address = address
    self.username = username
    self.password = password
    self.database = database
    self.connectTimeout = connectTimeout
    self.commandTimeout = commandTimeout
    self.clientName = clientName
    self.backoff = backoff
  }
}

extension RedisConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The URL, with the password hidden.
  public var description: String {
    let credentials =
      switch (username, password) {
      case (nil, nil): ""
      case (let username?, nil): "\(username)@"
      case (let username, .some): "\(username ?? ""):***@"
      }
    return switch address {
    case .tcp(let host, let port):
      "redis://\(credentials)\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
    case .unix(let path): "unix://\(credentials)\(path)?db=\(database)"
    }
  }

  public var debugDescription: String { description }

  /// `dump` and string interpolation in debuggers would otherwise walk into the password.
  public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
