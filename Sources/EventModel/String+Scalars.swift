extension String {
  /// The text that the bytes are in UTF-8; `nil` where they are none. Of ASCII alone, as nearly all is, there is nothing to
  /// validate, and the library's own check is a generic one that costs several times the copy.
  init?(exactly bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.reduce(0, { $0 | $1 }) < 0x80 {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      self.init(validating: bytes, as: UTF8.self)
    }
  }

  /// Equality by Unicode scalars, as PostgreSQL compares text; Swift's own takes "é" and "e\u{301}" for the same.
  func hasSameScalars(as other: String) -> Bool {
    let count = utf8.count
    guard count == other.utf8.count else { return false }
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right -> Bool in
        for index in 0..<count where left[index] != right[index] { return false }
        return true
      }
    }
    return (answer ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  /// The order of the UTF-8 bytes, which is that of the scalars.
  func scalarsPrecede(_ other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { left.lexicographicallyPrecedes($0) }
    }
    return (answer ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Whether the text has at most `countMax` Unicode scalars; counts them only where the bytes leave it open.
  func hasScalars(atMost countMax: Int) -> Bool {
    let byteCount = utf8.count
    if byteCount <= countMax { return true }
    // A scalar takes at most four bytes.
    if byteCount > 4 * countMax { return false }
    return unicodeScalars.count <= countMax
  }
}
