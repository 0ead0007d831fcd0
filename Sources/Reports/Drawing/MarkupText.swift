/// Texts from elsewhere in markup.
///
/// Scalar by scalar: a quotation mark with a combining accent behind it is one `Character`, and would slip through a look
/// at characters and end an attribute. What XML can't hold becomes the replacement character.
public enum MarkupText {
  public static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
        escaped.unicodeScalars.append("\u{FFFD}")
      // What turns the direction of the text around would disorder what stands beside it.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": escaped.unicodeScalars.append("\u{FFFD}")
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
