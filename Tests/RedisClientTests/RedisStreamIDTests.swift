import RedisClient
import Testing

@Suite("RedisStreamID")
struct RedisStreamIDTests {
  @Test(
    "text forms that Redis writes are read back",
    arguments: [
      ("0-0", 0, 0), ("1526919030474-55", 1_526_919_030_474, 55), ("7", 7, 0), ("007-01", 7, 1),
      ("18446744073709551615-18446744073709551615", UInt64.max, UInt64.max),
    ] as [(String, UInt64, UInt64)]
  )
  func parses(text: String, milliseconds: UInt64, sequence: UInt64) {
    #expect(RedisStreamID(text) == RedisStreamID(milliseconds: milliseconds, sequence: sequence))
  }

  @Test(
    "anything else isn't an id",
    arguments: [
      "", "-", "1-", "-1", "1--1", "+1-1", "1-+1", " 1-1", "1-1 ", "1-1-1", "a-1", "*", "$", "18446744073709551616-0",
    ]
  )
  func refuses(text: String) {
    #expect(RedisStreamID(text) == nil)
  }

  @Test("order is that of time, then sequence, and not that of the text")
  func order() throws {
    let ids = ["0-1", "0-10", "2-0", "2-9", "10-0"].compactMap { RedisStreamID($0) }
    try #require(ids.count == 5)
    #expect(ids.shuffled().sorted() == ids)
  }

  @Test("the next id is the smallest greater one")
  func next() {
    #expect(RedisStreamID.minimum.next == RedisStreamID(milliseconds: 0, sequence: 1))
    #expect(
      RedisStreamID(milliseconds: 4, sequence: .max).next == RedisStreamID(milliseconds: 5, sequence: 0)
    )
    #expect(RedisStreamID.maximum.next == nil)
  }

  @Test("description and parsing are inverse")
  func roundTrip() {
    for _ in 0..<1000 {
      let id = RedisStreamID(milliseconds: .random(in: 0...UInt64.max), sequence: .random(in: 0...UInt64.max))
      #expect(RedisStreamID(id.description) == id)
    }
  }
}
