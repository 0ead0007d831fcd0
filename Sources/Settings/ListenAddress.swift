/// Where a server waits for connections.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// A name or a numeric address of this machine.
  public let host: String
  /// 0 lets the system choose a free one.
  public let port: UInt16

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`; an address of IPv6 stands in brackets, and without a host it is every IPv4 address.
  /// - Returns: `nil` where the text has another form.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      if host.isEmpty { return nil }
    } else if host.contains(":") {
      return nil
    }
    if host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "@" }) { return nil }
    self.init(host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
