import EventModel
import Foundation
import TestSupport
import Testing

@Suite struct JSONNumberTests {
  @Test(
    "numbers are equal by their exact decimal value",
    arguments: [
      ("1", "1.0"), ("1", "1e0"), ("1", "10e-1"), ("1", "0.1E+1"), ("0", "-0"), ("0", "0.000"), ("0", "-0e99"),
      ("100", "1e2"), ("-12.50", "-125e-1"), ("1e131071", "10e131070"), ("9007199254740993", "9007199254740993.0"),
      ("0.1", "0.10000"), ("1e400", "10e399"),
    ]
  )
  func equalValues(left: String, right: String) throws {
    #expect(try number(left) == number(right))
    #expect(try number(left).hashValue == number(right).hashValue)
    #expect(try JSONWriter.canonical(.number(number(left))) == JSONWriter.canonical(.number(number(right))))
  }

  @Test(
    "numbers that share a double can differ",
    arguments: [
      ("9007199254740993", "9007199254740992"), ("0.1", "0.1000000000000000055511151231257827"), ("1e400", "2e400"),
      ("1", "-1"), ("1e-400", "0"), ("1", "1.00000000000000000001"), ("10", "1"),
    ]
  )
  func differentValues(left: String, right: String) throws {
    #expect(try number(left) != number(right))
    #expect(try JSONWriter.canonical(.number(number(left))) != JSONWriter.canonical(.number(number(right))))
  }

  @Test("the range is that of PostgreSQL's numeric")
  func boundsDigits() throws {
    let taken = [
      String(repeating: "9", count: 131_072), "1e131071", "-1e131071", "0.1e131072", "1e-16383",
      "0." + String(repeating: "0", count: 16_383), "0e1000000", "1.5e-16382",
      "0." + String(repeating: "0", count: 16_382) + "1", "1e0000000000000000000000000000000002",
    ]
    for text in taken { #expect(try number(text).text == text) }
    let refused = [
      String(repeating: "9", count: 131_073), "1e131072", "1e-16384", "0." + String(repeating: "0", count: 16_384),
      "1e999999999999999999999999999999", "1e-999999999999999999999999999999", "0e9999999999999999999999999999",
      "0e-16384", "1.55e-16382", "10e131071",
    ]
    for text in refused {
      #expect(throws: JSONParsingError.self, "\(text.prefix(40))") { try number(text) }
    }
  }

  @Test("the double is the nearest one", arguments: [1 as UInt64, 2, 3])
  func nearestDouble(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
        String(Int.random(in: 0...9, using: &generator))
      }
      let text =
        "\(Int.random(in: 1...9, using: &generator)).\(digits.joined())"
        + "e\(Int.random(in: -330...310, using: &generator))"
      #expect(try number(text).double == strtod(text, nil), "seed \(seed), \(text)")
      let short =
        "\(Int64.random(in: -999_999...999_999, using: &generator))e\(Int.random(in: -25...25, using: &generator))"
      #expect(try number(short).double == strtod(short, nil), "seed \(seed), \(short)")
    }
  }

  @Test("doubles survive their text", arguments: [11 as UInt64])
  func doubleRoundTrip(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<20_000 {
      let double = Double(bitPattern: generator.next())
      guard double.isFinite else { continue }
      let text = JSONNumber(double).text
      #expect(try number(text).double == double, "seed \(seed), \(text)")
    }
    #expect(JSONNumber(5.0).text == "5")
    #expect(JSONNumber(0.1).text == "0.1")
  }

  @Test(
    "an integer is one however it is written",
    arguments: [
      ("0", 0), ("-0.0", 0), ("1.0", 1), ("1e2", 100), ("120e-1", 12), ("9223372036854775807", Int64.max),
      ("-9223372036854775808", Int64.min), ("9.223372036854775807e18", Int64.max),
      ("-9.223372036854775808E+18", Int64.min),
      ("1.5", nil), ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1e19", nil), ("1e131071", nil),
      ("1e-1", nil),
    ] as [(String, Int64?)]
  )
  func integers(text: String, expected: Int64?) throws {
    #expect(try number(text).int64 == expected)
  }

  @Test("the unit interval is judged exactly")
  func unitInterval() throws {
    for text in ["0", "-0", "0.0", "1", "1.000", "10e-1", "0.999", "1e-400", "0.1"] {
      #expect(try number(text).isInUnitInterval, "\(text)")
    }
    for text in ["1.00000000000000000001", "-1e-400", "2", "10", "1e1", "-1", "11e-1"] {
      #expect(try !number(text).isInUnitInterval, "\(text)")
    }
  }

  private func number(_ text: String) throws -> JSONNumber {
    guard case .number(let number) = try JSONParser.parse(Array(text.utf8)) else {
      throw Refusal(.invalidField, field: nil, message: "no number")
    }
    return number
  }
}
