import EventModel
import Testing

@Suite struct JSONParserTests {
  @Test(
    "valid documents are taken",
    arguments: [
      "null", "true", "false", "0", "-0", "\"\"", "[]", "{}", " \t\r\n[ ] \n", "[null]", "{\"\":0}", "[[],[[]],{}]",
      "1e5", "1E+5", "1e-5", "0.5", "-0.0e-0", "123456789012345678901234567890", "\"\\u0041\"", "\"\\uD83D\\uDE00\"",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"é€😀\"", "\"\u{7F}\u{2028}\"", "{\"a\":1,\"a\":2}", "\"\\uFFFF\"", "1e131071",
      "0e-16383", "[1 , 2\t,\n3 ]", "0.00000000000000000000000000000000000000000001", "1e400",
    ]
  )
  func takesValid(text: String) throws {
    _ = try JSONParser.parse(Array(text.utf8))
  }

  @Test(
    "invalid documents are malformed",
    arguments: [
      "", " ", "nul", "nullx", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1 2",
      "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,",
      "{\"a\":1,}",
      "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}", "{\"a\":1 \"b\":2}", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"",
      "\"\\u12G4\"",
      "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"\\uD800x\"", "\"\\uD800\\n\"", "\"\\uDC00\\uD800\"",
      "\"a\nb\"",
      "\"\t\"", "'a'", "[1]]", "{}{}", "/**/1", "[1]//", "\u{FEFF}1", "1\u{A0}", "\u{0B}1", "[\"a\",\n4\n,1,", "--1",
      "1-",
      "1.2.3", "1e1.5", "\"\\U0041\"", "tru", "[tru", "[fals]", "{\"a\":nul}", "1\u{0}", "\u{0}",
    ]
  )
  func refusesInvalid(text: String) {
    #expect(throws: JSONParsingError.self) { try JSONParser.parse(Array(text.utf8)) }
    #expect(code(of: Array(text.utf8)) == .malformed)
  }

  @Test(
    "invalid UTF-8 is malformed",
    arguments: [
      [0x80], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xE2, 0x82],
    ] as [[UInt8]]
  )
  func refusesInvalidUTF8(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(code(of: [quote] + bytes + [quote]) == .malformed)
    // An escape behind a broken sequence must not complete it.
    #expect(code(of: [quote] + bytes + Array("\\n\"".utf8)) == .malformed)
    #expect(code(of: Array("{\"".utf8) + bytes + Array("\":1}".utf8)) == .malformed)
    #expect(code(of: bytes) == .malformed)
  }

  @Test(
    "a NUL character has its own cause",
    arguments: [
      "\"\\u0000\"", "\"a\\u0000b\"", "{\"\\u0000\":1}", "[\"x\", {\"y\": \"\\n\\u0000\"}]", "\"\u{0}\"",
      "\"\\n\u{0}\"",
    ]
  )
  func refusesNUL(text: String) {
    #expect(code(of: Array(text.utf8)) == .nulCharacter)
  }

  @Test("32 levels are taken and 33 are not, of arrays and objects alike")
  func boundsDepth() throws {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
      let levels = opening.count == 1 || opening.first == "{" ? 1 : 2
      let fitting =
        String(repeating: opening, count: 32 / levels) + "1" + String(repeating: closing, count: 32 / levels)
      _ = try JSONParser.parse(Array(fitting.utf8))
      #expect(code(of: Array(("[" + fitting + "]").utf8)) == .tooDeep)
    }
    #expect(code(of: Array(repeating: UInt8(ascii: "["), count: 1_000_000)) == .tooDeep)
    #expect(code(of: Array(String(repeating: "{\"a\":", count: 200_000).utf8)) == .tooDeep)
  }

  @Test("of members with one name the last wins, however many there are")
  func lastMemberWins() throws {
    #expect(try parse("{\"a\":1,\"b\":2,\"a\":3}") == parse("{\"b\":2,\"a\":3}"))
    #expect(try parse("{\"a\":1,\"\\u0061\":3}") == parse("{\"a\":3}"))
    let many = (0..<40_000).map { "\"k\($0 % 20_000)\":\($0)" }.joined(separator: ",")
    let members = try #require(try parse("{\(many)}").members)
    #expect(members.count == 20_000)
    #expect(try parse("{\(many)}")["k7"] == parse("20007"))
  }

  @Test("names that differ only in their scalars are two names")
  func namesAreScalars() throws {
    let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.members?.count == 2)
    #expect(try value["\u{E9}"] == parse("1"))
    #expect(try value["e\u{301}"] == parse("2"))
    #expect(try parse("\"\u{E9}\"") != parse("\"e\u{301}\""))
  }

  @Test("escapes give their scalars")
  func decodesEscapes() throws {
    let text = "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00x\\uFFFD\""
    #expect(try parse(text) == .string("\"\\/\u{8}\u{C}\n\r\té€😀x\u{FFFD}"))
  }

  @Test("an error says where it was noticed")
  func errorHasOffset() {
    #expect(offset(of: "{\"a\": tru}") == 6)
    #expect(offset(of: "[1, 2, ]") == 7)
    #expect(offset(of: "1 x") == 2)
  }

  private func parse(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  private func code(of bytes: [UInt8]) -> JSONParsingError.Code? {
    error(of: bytes)?.code
  }

  private func offset(of text: String) -> Int? {
    error(of: Array(text.utf8))?.byteOffset
  }

  private func error(of bytes: [UInt8]) -> JSONParsingError? {
    do {
      _ = try JSONParser.parse(bytes)
      return nil
    } catch {
      return error
    }
  }
}
