extension String {
  /// Equality by Unicode scalars, as PostgreSQL compares text; Swift's own takes "é" and "e\u{301}" for the same.
  func hasSameScalars(as other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { left.count == $0.count && left.elementsEqual($0) }
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
