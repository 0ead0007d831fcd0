import EventFuzz
import EventModel
import Foundation
import Testing

@Suite struct JSONWriterTests {
  @Test("what is written reads back equal, and in Foundation as the same", arguments: [21 as UInt64, 22, 23])
  func agreesWithFoundation(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    for round in 0..<2000 {
      let value = generator.value()
      let text = JSONWriter.compact(value)
      #expect(try JSONParser.parse(text) == value, "seed \(seed), round \(round)")
      let foundation = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
      #expect(isSame(value, foundation), "seed \(seed), round \(round)")
      // And the other way: what Foundation writes.
      let theirs = try JSONSerialization.data(withJSONObject: [foundation])
      #expect(try isSame(JSONParser.parse(Array(theirs)), [foundation]), "seed \(seed), round \(round)")
    }
  }

  @Test("other spellings of a value are equal and have one canonical text", arguments: [31 as UInt64, 32, 33])
  func canonicalText(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    for round in 0..<2000 {
      let value = generator.value()
      let text = generator.respelled(value)
      let respelled = try JSONParser.parse(Array(text.utf8))
      #expect(respelled == value, "seed \(seed), round \(round)")
      #expect(JSONWriter.canonical(respelled) == JSONWriter.canonical(value), "seed \(seed), round \(round)")
      #expect(JSONWriter.compact(respelled).count <= text.utf8.count, "seed \(seed), round \(round)")
      let other = generator.value()
      #expect(
        (other == value) == (JSONWriter.canonical(other) == JSONWriter.canonical(value)),
        "seed \(seed), round \(round)"
      )
    }
  }

  @Test("the canonical text sorts by bytes and takes numbers apart")
  func canonicalGolden() throws {
    let value = try JSONParser.parse(
      Array("{ \"b\" : [1.50, -0, 1e3], \"é\": null, \"a\": {\"z\":true,\"A\":\"\\u0041\\n\"} }".utf8)
    )
    let canonical = String(decoding: JSONWriter.canonical(value), as: UTF8.self)
    #expect(canonical == "{\"a\":{\"A\":\"A\\n\",\"z\":true},\"b\":[15e-1,0,1e3],\"é\":null}")
    let compact = String(decoding: JSONWriter.compact(value), as: UTF8.self)
    #expect(compact == "{\"b\":[1.50,-0,1e3],\"é\":null,\"a\":{\"z\":true,\"A\":\"A\\n\"}}")
  }

  @Test("control characters are escaped")
  func escapes() {
    let text = String(
      decoding: JSONWriter.compact(.string("\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}\"\\/\u{7F}")),
      as: UTF8.self
    )
    #expect(text == "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7F}\"")
  }

  /// Foundation's tree and ours; its numbers are doubles or integers, which the generated ones all fit.
  private func isSame(_ value: JSONValue, _ theirs: Any) -> Bool {
    switch value {
    case .null: return theirs is NSNull
    case .bool(let bool): return (theirs as? NSNumber).map { $0.boolValue == bool } ?? false
    case .number(let number): return (theirs as? NSNumber).map { $0.doubleValue == number.double } ?? false
    case .string(let text): return (theirs as? String).map { $0.utf8.elementsEqual(text.utf8) } ?? false
    case .array(let elements):
      guard let theirs = theirs as? [Any], theirs.count == elements.count else { return false }
      return zip(elements, theirs).allSatisfy { isSame($0, $1) }
    case .object(let members):
      guard let theirs = theirs as? [String: Any], theirs.count == members.count else { return false }
      return members.allSatisfy { member in theirs[member.name].map { isSame(member.value, $0) } ?? false }
    }
  }
}
