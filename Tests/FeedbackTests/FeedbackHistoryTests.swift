import EventModel
import Feedback
import TestSupport
import Testing

struct FeedbackHistoryTests {
  private static func set(_ value: Int, id: UInt8, at seconds: Int64) throws -> FeedbackEntry {
    let rating = try #require(FeedbackRating(value, source: .dashboard))
    return FeedbackEntry(id: Known.id(id), enteredAt: Known.noon + .seconds(seconds), kind: .set(rating))
  }

  private static func withdrawal(of withdrawn: UInt8, id: UInt8, at seconds: Int64) -> FeedbackEntry {
    FeedbackEntry(id: Known.id(id), enteredAt: Known.noon + .seconds(seconds), kind: .withdrawn(Known.id(withdrawn)))
  }

  @Test func `the last rating counts, and the history stays`() throws {
    let entries = [try Self.set(2, id: 1, at: 0), try Self.set(5, id: 2, at: 9)]
    let history = FeedbackHistory(entries.reversed())
    #expect(history.rating?.value == 5)
    #expect(history.entries == entries)
    #expect(FeedbackHistory([]).rating == nil)
  }

  @Test func `withdrawing the last rating leaves none: the one before doesn't return`() throws {
    let entries = [
      try Self.set(2, id: 1, at: 0), try Self.set(5, id: 2, at: 9), Self.withdrawal(of: 2, id: 3, at: 10),
    ]
    let history = FeedbackHistory(entries)
    #expect(history.current == nil)
    #expect(history.entries.count == 3)
  }

  @Test func `withdrawing what was replaced changes nothing`() throws {
    let entries = [
      try Self.set(2, id: 1, at: 0), try Self.set(5, id: 2, at: 9), Self.withdrawal(of: 1, id: 3, at: 10),
    ]
    #expect(FeedbackHistory(entries).rating?.value == 5)
  }

  @Test func `a rating after a withdrawal counts`() throws {
    let entries = [
      try Self.set(2, id: 1, at: 0), Self.withdrawal(of: 1, id: 2, at: 5), try Self.set(3, id: 3, at: 6),
    ]
    #expect(FeedbackHistory(entries).rating?.value == 3)
  }

  @Test func `at equal times the id decides, as for events`() throws {
    let entries = [try Self.set(4, id: 9, at: 0), try Self.set(1, id: 8, at: 0)]
    #expect(FeedbackHistory(entries).rating?.value == 4)
    #expect(FeedbackHistory(entries.reversed()).rating?.value == 4)
  }

  @Test func `every order of every set of up to five entries gives the same state`() throws {
    let pool = [
      try Self.set(1, id: 1, at: 0), try Self.set(2, id: 2, at: 0), Self.withdrawal(of: 2, id: 3, at: -1),
      try Self.set(3, id: 4, at: 1), Self.withdrawal(of: 4, id: 5, at: 1),
    ]
    for choice in 0..<(1 << pool.count) {
      let chosen = pool.indices.filter { choice >> $0 & 1 == 1 }.map { pool[$0] }
      let state = FeedbackHistory(chosen)
      for order in Self.permutations(of: chosen) {
        var grown = FeedbackHistory([])
        for entry in order + order { grown.insert(entry) }
        #expect(grown == state, "\(choice)")
        #expect(grown.current == state.current, "\(choice)")
      }
    }
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `shuffled and doubled entries end in the same state`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let entries = try (1...30 as ClosedRange<UInt8>).map { id -> FeedbackEntry in
      let seconds = Int64.random(in: 0...9, using: &generator)
      guard generator.chance(40) else {
        return try Self.set(Int.random(in: 1...5, using: &generator), id: id, at: seconds)
      }
      return Self.withdrawal(of: UInt8.random(in: 1...30, using: &generator), id: id, at: seconds)
    }
    let state = FeedbackHistory(entries)
    let last = entries.filter { $0.rating != nil }.max { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    let isWithdrawn = entries.contains { entry in last.map { entry.kind == .withdrawn($0.id) } ?? false }
    #expect(state.current == (isWithdrawn ? nil : last), "seed \(seed)")
    for _ in 0..<10 {
      var grown = FeedbackHistory([])
      for entry in (entries + entries.prefix(7)).shuffled(using: &generator) { grown.insert(entry) }
      #expect(grown == state, "seed \(seed)")
    }
  }

  private static func permutations(of entries: [FeedbackEntry]) -> [[FeedbackEntry]] {
    guard entries.count > 1 else { return [entries] }
    return entries.indices.flatMap { index in
      var rest = entries
      let entry = rest.remove(at: index)
      return permutations(of: rest).map { [entry] + $0 }
    }
  }
}
