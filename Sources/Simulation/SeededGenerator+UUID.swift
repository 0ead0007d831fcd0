import FoundationEssentials

extension SeededGenerator {
  /// A random UUID, version 4 (RFC 9562, section 5.4).
  mutating func uuid() -> UUID {
    let words = (next().bigEndian, next().bigEndian)
    var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    withUnsafeMutableBytes(of: &bytes) { bytes in
      withUnsafeBytes(of: words) { bytes.copyMemory(from: $0) }
      bytes[6] = bytes[6] & 0x0F | 0x40
      bytes[8] = bytes[8] & 0x3F | 0x80
    }
    return UUID(uuid: bytes)
  }
}
