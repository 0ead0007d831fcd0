/// Texts in addresses and forms.
public enum PercentEncoding {
  /// What the text means; `nil` where an escape isn't one.
  /// - Parameter plusIsSpace: whether a plus stands for a space, as in forms and behind the question mark.
  public static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let character = rest.next() {
      switch character {
      case UInt8(ascii: "+") where plusIsSpace:
        bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(HexadecimalDigit.value),
          let low = rest.next().flatMap(HexadecimalDigit.value)
        else { return nil }
        bytes.append(high << 4 | low)
      default:
        bytes.append(character)
      }
    }
    return bytes
  }
}
