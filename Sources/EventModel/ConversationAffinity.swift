/// Which entries probably belong to the same conversation, without decoding them.
///
/// Events of one conversation that are handled in two transactions at once wait for each other; whoever splits a batch
/// keeps them together. It is a guess: nothing that is decided may depend on it.
public enum ConversationAffinity {
  private static let name = Array("conversation_state_id".utf8)

  /// Equal for entries that name the same conversation first; 0 where none is found.
  public static func value(of fields: [StreamField]) -> UInt64 {
    for field in fields {
      if field.name == name { return hash(of: field.value[...]) }
      if let place = place(of: name, in: field.value) { return hash(of: field.value[place...]) }
    }
    return 0
  }

  /// Where the text ends first.
  private static func place(of text: [UInt8], in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      text.withUnsafeBufferPointer { text in
        guard bytes.count > text.count else { return nil }
        for start in 0...(bytes.count - text.count) where bytes[start] == text[0] {
          var length = 1
          while length < text.count, bytes[start + length] == text[length] { length += 1 }
          if length == text.count { return start + length }
        }
        return nil
      }
    }
  }

  /// The digits of the first UUID, by FNV-1a.
  private static func hash(of bytes: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    var digitCount = 0
    for byte in bytes {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte | 0x20
      default: continue
      }
      value = (value ^ UInt64(digit)) &* 0x100_0000_01b3
      digitCount += 1
      if digitCount == 32 { break }
    }
    return value
  }
}
