extension Duration {
  /// Whole milliseconds, rounded up, so that a short positive duration doesn't become Redis's 0, which means "for ever".
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
