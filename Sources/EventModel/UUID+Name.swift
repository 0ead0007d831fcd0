import Crypto
public import FoundationEssentials

extension UUID {
  /// A name-based UUID, version 5 (RFC 9562, section 5.5): SHA-1 of the namespace's bytes and the name.
  public init(namespace: UUID, name: String) {
    var hash = Insecure.SHA1()
    withUnsafeBytes(of: namespace.uuid) { hash.update(bufferPointer: $0) }
    hash.update(data: Array(name.utf8))
    var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    withUnsafeMutableBytes(of: &bytes) { bytes in
      hash.finalize().withUnsafeBytes { bytes.copyBytes(from: $0.prefix(16)) }
      bytes[6] = bytes[6] & 0x0F | 0x50
      bytes[8] = bytes[8] & 0x3F | 0x80
    }
    self.init(uuid: bytes)
  }
}

extension OutcomeID {
  /// The id of the outcome of `type` that the action opens; anyone can compute it (SEMANTICS section 1).
  public init(tenant: TenantID, action: EventID, type: OutcomeType) {
    self.init(UUID(namespace: tenant.uuid, name: "\(action)/\(type.rawValue)"))
  }
}
