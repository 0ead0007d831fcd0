/// Walks the elements of one array in binary format (`array_send` in `arrayfuncs.c`), checking every length.
struct ArrayReader {
  enum Element {
    case null
    case value(UnsafeRawBufferPointer)
    /// The bytes end early.
    case malformed
  }

  let count: Int
  private let raw: UnsafeRawBufferPointer
  private var offset: Int
  private var readCount = 0

  /// `nil` unless the bytes begin like an array of at most one dimension of these elements.
  init?(_ raw: UnsafeRawBufferPointer, elementType: PostgresType) {
    self.raw = raw
    guard raw.count >= 12, Self.integer(raw, at: 8) == Int32(bitPattern: elementType.rawValue) else { return nil }
    switch Self.integer(raw, at: 0) {
    case 0:
      count = 0
      offset = 12
    case 1:
      // Each element takes 4 bytes at least: a larger count is a lie, and must not reserve memory.
      guard raw.count >= 20, let length = Self.integer(raw, at: 12), length >= 0, Int(length) <= (raw.count - 20) / 4
      else { return nil }
      count = Int(length)
      offset = 20
    case _: return nil
    }
  }

  /// The next element, or `nil` after the last.
  mutating func next() -> Element? {
    if readCount == count { return nil }
    readCount += 1
    guard let length = Self.integer(raw, at: offset) else { return .malformed }
    offset += 4
    if length < 0 { return .null }
    guard offset + Int(length) <= raw.count else { return .malformed }
    defer { offset += Int(length) }
    return .value(UnsafeRawBufferPointer(rebasing: raw[offset..<offset + Int(length)]))
  }

  private static func integer(_ raw: UnsafeRawBufferPointer, at offset: Int) -> Int32? {
    guard offset + 4 <= raw.count else { return nil }
    return Int32(bigEndian: raw.loadUnaligned(fromByteOffset: offset, as: Int32.self))
  }
}
