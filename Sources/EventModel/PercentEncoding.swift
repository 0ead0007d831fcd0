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

  /// The text as it stands in a part of an address, whichever: all but letters, digits and `-._~` is escaped.
  public static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return encoded
  }
}
