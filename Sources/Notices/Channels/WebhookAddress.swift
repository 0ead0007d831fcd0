/// Where a webhook listens. Whoever knows the whole address of Slack's may write there: its text never shows more than the
/// host.
public struct WebhookAddress: Hashable, Sendable, CustomStringConvertible {
  public static let byteCountMax = 2048

  public let isEncrypted: Bool
  /// In lower case; a name, an IPv4 address, or `[::1]`.
  public let host: String
  /// The whole address, for the request alone.
  public let secretText: String

  /// An address of `https`, or of `http` to this machine or to a private network; `nil` for anything else: user names,
  /// fragments, IPv6 networks and addresses that no service has (this network, link-local, multicast) too.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.byteCountMax, bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }),
      !bytes.contains(UInt8(ascii: "\\")), !text.hasSuffix(Self.mask), let separator = text.firstRange(of: "://")
    else { return nil }
    switch text[..<separator.lowerBound].lowercased() {
    case "https": isEncrypted = true
    case "http": isEncrypted = false
    default: return nil
    }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@"), let host = Self.host(of: String(authority)) else { return nil }
    let place = NetworkPlace(host: host)
    guard place != .nowhere, isEncrypted || place == .near else { return nil }
    self.host = host
    secretText = text
  }

  /// What is shown in place of the path.
  static let mask = "/***"

  /// The scheme and the host; an address that is read back as none.
  public var masked: String { "\(isEncrypted ? "https" : "http")://\(host)\(Self.mask)" }

  public var description: String { masked }

  /// The host in lower case, without its port, which must be one.
  private static func host(of authority: String) -> String? {
    var host = authority
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port) else { return nil }
      host = String(authority[..<colon])
    }
    host = host.lowercased()
    return host == "[::1]" || HostName.isValid(host) ? host : nil
  }
}

/// Where on the network a host is, as far as its text tells.
enum NetworkPlace: Hashable {
  /// This machine, or a private network (RFC 1918).
  case near
  case far
  /// No service can be there.
  case nowhere

  init(host: String) {
    if host == "localhost" || host == "[::1]" {
      self = .near
      return
    }
    guard let octets = HostName.octets(of: host) else {
      self = .far
      return
    }
    switch (octets[0], octets[1]) {
    case (127, _), (10, _), (192, 168), (172, 16...31): self = .near
    case (0, _), (169, 254), (224..., _): self = .nowhere
    default: self = .far
    }
  }
}

/// Names of hosts.
enum HostName {
  /// Letters, digits and hyphens in labels (RFC 1123, section 2.1), or an IPv4 address in its one usual form. A name that
  /// ends in a number and is no such address is refused: resolvers take some for one.
  static func isValid(_ host: String) -> Bool {
    guard (1...253).contains(host.utf8.count) else { return false }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy(isLabel), let last = labels.last else { return false }
    let looksNumeric = last.utf8.first.map { $0 &- 0x30 < 10 } ?? false
    return !looksNumeric || octets(of: host) != nil
  }

  /// The four numbers of an IPv4 address without leading zeros; `nil` for anything else.
  static func octets(of host: String) -> [Int]? {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let octets = parts.compactMap { part -> Int? in
      guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0 &- 0x30 < 10 }), part == "0" || !part.hasPrefix("0") else {
        return nil
      }
      return Int(part).flatMap { $0 <= 255 ? $0 : nil }
    }
    return parts.count == 4 && octets.count == 4 ? octets : nil
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
