/// One line of comma-separated fields (RFC 4180), without line breaks in quotes.
enum CSVLine {
  /// Where the fields are, without the white space and the quotes around them; `nil` where a quote stays open.
  static func fields(of line: [UInt8]) -> [Range<Int>]? {
    var fields: [Range<Int>] = []
    var start = 0
    var isQuoted = false
    for (index, byte) in line.enumerated() {
      switch byte {
      // A quote that is doubled closes and opens again.
      case UInt8(ascii: "\""):
        isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        fields.append(trimmed(start..<index, of: line))
        start = index + 1
      default:
        continue
      }
    }
    guard !isQuoted else { return nil }
    fields.append(trimmed(start..<line.count, of: line))
    return fields
  }

  private static func trimmed(_ range: Range<Int>, of line: [UInt8]) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, line[lower].isSpace { lower += 1 }
    while lower < upper, line[upper - 1].isSpace { upper -= 1 }
    let quote = UInt8(ascii: "\"")
    guard upper - lower >= 2, line[lower] == quote, line[upper - 1] == quote else { return lower..<upper }
    return (lower + 1)..<(upper - 1)
  }
}
