/// Writes the binary formats of the protocol, big-endian, into one growing run of bytes.
public struct PostgresByteWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  init() {}

  var count: Int { bytes.count }

  /// Makes room for so many more bytes at once, growing at least geometrically so that many small reservations stay linear.
  public mutating func reserve(_ count: Int) {
    let needed = bytes.count + count
    if needed > bytes.capacity { bytes.reserveCapacity(max(needed, bytes.capacity * 2)) }
  }

  /// Writes an integer, most significant byte first.
  public mutating func write<Integer: FixedWidthInteger>(_ integer: Integer) {
    withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes bytes as they are.
  public mutating func write(contentsOf raw: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: raw)
  }

  /// Writes bytes as they are.
  public mutating func write(contentsOf array: [UInt8]) {
    bytes.append(contentsOf: array)
  }

  /// Writes text as UTF-8, without a length.
  public mutating func write(contentsOf text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes what `body` writes, after its length as an Int32.
  mutating func writeLengthPrefixed(_ body: (inout PostgresByteWriter) -> Void) {
    let start = bytes.count
    write(Int32(0))
    body(&self)
    // A value of 2 GB or more is refused as a whole by `PostgresParameters`, so a wrapped length is never sent.
    let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
    for index in 0..<4 {
      bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
    }
  }
}
