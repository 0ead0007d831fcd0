import FoundationEssentials

/// A UUID as plain bytes, for records that go to a file.
struct PackedUUID: BitwiseCopyable {
  private let high: UInt64
  private let low: UInt64

  init(_ uuid: UUID) {
    (high, low) = withUnsafeBytes(of: uuid.uuid) { bytes in
      (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
  }

  var uuid: UUID {
    withUnsafeBytes(of: (high, low)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
