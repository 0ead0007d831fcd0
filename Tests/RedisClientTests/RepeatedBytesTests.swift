import Testing

@testable import RedisClient

struct RepeatedBytesTests {
  @Test func `every copy is what was copied, repeated or not`() {
    var texts = RepeatedBytes()
    let words = (0..<2000).map { Array("word \($0 % 300)".utf8) } + [[], Array(repeating: 7, count: 100)]
    for word in words + words {
      let copy = word.withUnsafeBytes { texts.copy(of: $0) }
      #expect(copy == word)
    }
  }

  @Test func `equal ones share their memory`() {
    var texts = RepeatedBytes()
    let word = Array("event_type".utf8)
    let copies = (0..<2).map { _ in word.withUnsafeBytes { texts.copy(of: $0) } }
    let places = copies.map { copy in copy.withUnsafeBytes { $0.baseAddress } }
    #expect(places[0] == places[1])
  }
}
