/// Copies of byte strings, of which equal ones often share their memory: the entries of a stream name the same fields, the
/// same tenant and the same types again and again.
struct RepeatedBytes {
  /// Longer ones hardly repeat.
  private static let byteCountMax = 40
  private static let slotCount = 128

  /// The last short string of each hash.
  private var slots: [[UInt8]] = []

  mutating func copy(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    guard bytes.count <= Self.byteCountMax, !bytes.isEmpty else { return Array(bytes) }
    if slots.isEmpty { slots = Array(repeating: [], count: Self.slotCount) }
    let slot = Self.slot(of: bytes)
    if slots[slot].elementsEqual(bytes) { return slots[slot] }
    let copy = Array(bytes)
    slots[slot] = copy
    return copy
  }

  /// By FNV-1a.
  private static func slot(of bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt32 = 0x811c_9dc5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return Int(hash) & (slotCount - 1)
  }
}
