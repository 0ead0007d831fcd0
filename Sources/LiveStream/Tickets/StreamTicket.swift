import Crypto
public import EventModel
import FoundationEssentials

/// The text that opens a stream once: whose tenant's it is, and a secret.
///
/// 16 bytes of the tenant's id and 32 of the secret, as 64 characters that an address can carry. Redis knows only the
/// digest of the secret: who reads its keys can't open a stream.
public struct StreamTicket: Sendable {
  /// Bytes of the secret: 256 bits.
  public static let secretByteCount = 32

  public let tenantID: TenantID
  private let secret: [UInt8]

  /// - Parameter secret: ``secretByteCount`` bytes that nobody can guess.
  public init(tenantID: TenantID, secret: [UInt8]) {
    precondition(secret.count == Self.secretByteCount, "a secret has \(Self.secretByteCount) bytes")
    self.tenantID = tenantID
    self.secret = secret
  }

  /// Reads a ticket's text; `nil` for anything that ``text`` doesn't write.
  public init?(text: String) {
    guard text.utf8.count == Self.characterCount, let bytes = Base64URL.decode(text.utf8),
      bytes.count == Self.tenantByteCount + Self.secretByteCount
    else { return nil }
    let uuid = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
    self.init(tenantID: TenantID(UUID(uuid: uuid)), secret: Array(bytes[Self.tenantByteCount...]))
  }

  /// What the client is given. A secret until it is used.
  public var text: String {
    let tenant = withUnsafeBytes(of: tenantID.uuid.uuid) { Array($0) }
    return String(decoding: Base64URL.encode(tenant + secret), as: UTF8.self)
  }

  /// Where Redis keeps it.
  var key: String {
    let digest = Base64URL.encode(Array(SHA256.hash(data: secret)))
    return "t:\(tenantID):stream-ticket:\(String(decoding: digest, as: UTF8.self))"
  }

  private static let tenantByteCount = 16
  private static let characterCount = (tenantByteCount + secretByteCount) * 4 / 3
}
