/// The address of a PostgreSQL server, pointed at other databases and users of it.
public struct DatabaseAddress: Hashable, Sendable {
  /// A `postgres://` URL or `key=value` pairs, as libpq takes them.
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  /// The same server with settings that stand above those of the address: libpq takes the last of several.
  /// - Parameter settings: names of libpq and values without spaces, quotes or characters that a URL would escape.
  public func with(_ settings: [(name: String, value: String)]) -> DatabaseAddress {
    let isURL = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    return settings.reduce(self) { address, setting in
      let separator = isURL ? (address.text.contains("?") ? "&" : "?") : " "
      return DatabaseAddress("\(address.text)\(separator)\(setting.name)=\(setting.value)")
    }
  }
}
