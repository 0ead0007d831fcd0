import Crypto
public import FoundationEssentials

/// What is kept of an erased conversation, or of one of its outcomes, to know it again: the SHA-256 of the tenant's 16 bytes
/// and the 16 bytes of the id.
///
/// Whoever has the id can ask whether it was erased; nobody can read the id from the digest, as long as ids are as random
/// as UUIDs are meant to be.
public struct ErasureDigest: Hashable, Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  public init(tenant: TenantID, conversation: ConversationID) {
    self.init(tenant: tenant, id: conversation.uuid)
  }

  public init(tenant: TenantID, outcome: OutcomeID) {
    self.init(tenant: tenant, id: outcome.uuid)
  }

  /// - Parameter bytes: 32 of them, as ``bytes`` gave them out.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Parameter id: of a conversation or an outcome, nobody knows which.
  public init(tenant: TenantID, id: UUID) {
    var hash = SHA256()
    withUnsafeBytes(of: tenant.uuid.uuid) { hash.update(bufferPointer: $0) }
    withUnsafeBytes(of: id.uuid) { hash.update(bufferPointer: $0) }
    bytes = Array(hash.finalize())
  }

  /// 64 lower-case hexadecimal digits.
  public var text: String {
    bytes.reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
  }
}
