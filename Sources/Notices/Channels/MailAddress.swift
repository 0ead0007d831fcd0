/// A mailbox: an address in ASCII without quotes or comments (RFC 5321, section 4.1.2: Dot-string), so that nothing in it can
/// mean anything else to a server or in a header.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  public static let byteCountMax = 254

  public let text: String

  /// `nil` for anything that isn't one.
  public init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.byteCountMax, parts.count == 2, (1...64).contains(parts[0].utf8.count),
      parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy({
        !$0.isEmpty && $0.utf8.allSatisfy(Self.isAtomText)
      }),
      HostName.isValid(String(parts[1]))
    else { return nil }
    self.text = text
  }

  public var description: String { text }

  /// What stands behind the at sign.
  public var domain: Substring {
    text.split(separator: "@")[1]
  }

  private static let symbols = Set("!#$%&'*+-/=?^_`{|}~".utf8)

  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: symbols.contains(byte)
    }
  }
}
