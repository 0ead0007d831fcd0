import EventModel
import TestSupport
import Testing

struct Base64URLTests {
  /// RFC 4648, section 10, without the padding; the last two use the digits of the address form.
  @Test(
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"), ("\u{3FF}>", "z78-"), ("?\u{7FF}", "P9-_"),
    ]
  )
  func `the standard's examples are written and read`(text: String, encoded: String) {
    #expect(String(decoding: Base64URL.encode(Array(text.utf8)), as: UTF8.self) == encoded)
    #expect(Base64URL.decode(Array(encoded.utf8)) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zh", "Zm9", "Zg==", "Zm9v\n", "Zm+v", "Zm/v", "Zm8 ", "Zm9vY", "Zé"])
  func `a second spelling is none`(text: String) {
    #expect(Base64URL.decode(Array(text.utf8)) == nil)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `any bytes come back, and no other text gives them`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let text = Base64URL.encode(bytes)
    #expect(Base64URL.decode(text) == bytes, "seed \(seed)")
    for index in text.indices {
      for bit in 0..<8 {
        var other = text
        other[index] ^= 1 << bit
        #expect(Base64URL.decode(other) != bytes, "seed \(seed), byte \(index), bit \(bit)")
      }
    }
  }
}
