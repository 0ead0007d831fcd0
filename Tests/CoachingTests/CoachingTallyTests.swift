import Coaching
import EventModel
import TestSupport
import Testing

struct CoachingTallyTests {
  /// More reps and personas than are told apart, in random order.
  private static let crowded = SampleWorld(conversationCount: 300, actionCountMax: 4) { _ in
    0.3
  } shape: { action, generator in
    action.rep = "rep \(Int.random(in: 100..<250, using: &generator))"
    action.persona = "persona \(Int.random(in: 100..<230, using: &generator))"
  }

  private static func conversations(_ world: SampleWorld, seed: UInt64) -> [[CoachingObservation]] {
    var generator = TestGenerator(seed: seed)
    return (0..<world.conversationCount).map { _ in world.conversation(&generator) }
  }

  private static func tally(_ conversations: some Sequence<[CoachingObservation]>) -> CoachingTally {
    conversations.reduce(into: CoachingTally()) { $0.add(conversation: $1) }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `counts are those of going through the outcomes one by one`(seed: UInt64) {
    let conversations = Self.conversations(SampleWorld(), seed: seed)
    let tally = Self.tally(conversations)
    var values: [AttributeValue: SuccessCount] = [:]
    var pairs: [ValuePair: SuccessCount] = [:]
    var squares: [AttributeValue: Int64] = [:]
    for conversation in conversations {
      for observation in conversation {
        let one = SuccessCount(trials: 1, successes: observation.isSuccess ? 1 : 0)
        for value in observation.values {
          values[value, default: .zero] += one
          // As many ordered pairs of outcomes as the square of their number.
          squares[value, default: 0] += Int64(conversation.filter { $0.values.contains(value) }.count)
          for other in observation.values where value < other { pairs[ValuePair(value, other), default: .zero] += one }
        }
      }
    }
    #expect(tally.values.mapValues(\.count) == values, "seed \(seed)")
    #expect(tally.values.mapValues(\.trialSquareSum) == squares, "seed \(seed)")
    #expect(tally.pairs == pairs, "seed \(seed)")
    let missing = conversations.joined().filter { !$0.values.contains { $0.attribute == .escalationTrigger } }.count
    #expect(tally.known[.escalationTrigger]?.count.trials == tally.all.count.trials - Int64(missing), "seed \(seed)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `tallies merged in any order and grouping are the tally of everything`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let conversations = Self.conversations(Self.crowded, seed: seed)
    let whole = Self.tally(conversations)
    let shuffled = conversations.shuffled(using: &generator)
    let cuts = (0..<3).map { _ in Int.random(in: 0...shuffled.count, using: &generator) }.sorted()
    let parts = zip([0] + cuts, cuts + [shuffled.count]).map { Self.tally(shuffled[$0..<$1]) }
    var left = CoachingTally()
    for part in parts { left.merge(part) }
    var right = CoachingTally()
    for part in parts.reversed() {
      var merged = part
      merged.merge(right)
      right = merged
    }
    #expect(left == whole, "seed \(seed)")
    #expect(right == whole, "seed \(seed)")
    #expect(left.hashValue == whole.hashValue, "seed \(seed)")
  }

  @Test func `an empty tally changes nothing`() {
    let tally = Self.tally(Self.conversations(SampleWorld(conversationCount: 20), seed: 1))
    var (before, after) = (CoachingTally(), tally)
    before.merge(tally)
    after.merge(CoachingTally())
    #expect(before == tally && after == tally)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a hundred values of an attribute are told apart, and the rest are counted together`(seed: UInt64) {
    let conversations = Self.conversations(Self.crowded, seed: seed)
    let tally = Self.tally(conversations)
    for attribute in [CoachingAttribute.rep, .persona] {
      let seen = Set(conversations.joined().flatMap(\.values).filter { $0.attribute == attribute })
      #expect(seen.count > 100, "seed \(seed)")
      let kept = tally.values.keys.filter { $0.attribute == attribute }
      #expect(kept.sorted() == Array(seen.sorted().prefix(100)), "seed \(seed)")
      let other = tally.pairs.reduce(Int64(0)) { sum, pair in
        let isOther = pair.key.first == .other(attribute) && pair.key.second.attribute == .sequencePosition
        return sum + (isOther ? pair.value.trials : 0)
      }
      let told = kept.reduce(0) { $0 + (tally.values[$1]?.count.trials ?? 0) }
      #expect(other == tally.all.count.trials - told, "seed \(seed)")
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a tally comes back from its stored counts`(seed: UInt64) {
    for world in [SampleWorld(), Self.crowded] {
      let tally = Self.tally(Self.conversations(world, seed: seed))
      let stored = CoachingTally(all: tally.all, known: tally.known, values: tally.values, pairs: tally.pairs)
      #expect(stored == tally, "seed \(seed)")
    }
  }

  @Test func `counts that contradict each other make no tally`() throws {
    let tally = Self.tally(Self.conversations(SampleWorld(), seed: 3))
    let rep = AttributeValue.rep(RepID("anna"))
    var known = tally.known
    known[.rep] = nil
    #expect(CoachingTally(all: tally.all, known: known, values: tally.values, pairs: tally.pairs) == nil)
    #expect(CoachingTally(all: .empty, known: tally.known, values: tally.values, pairs: tally.pairs) == nil)
    var values = tally.values
    values[rep] = tally.known[.rep]
    #expect(CoachingTally(all: tally.all, known: tally.known, values: values, pairs: tally.pairs) == nil)
    values[rep] = nil
    let untold = CoachingTally(all: tally.all, known: tally.known, values: values, pairs: tally.pairs)
    #expect(untold?.all == tally.all, "a value that isn't told apart is one of the others")
    var pairs = tally.pairs
    pairs[ValuePair(rep, .weekday(.monday)), default: .zero] += try #require(tally.values[rep]).count
    #expect(CoachingTally(all: tally.all, known: tally.known, values: tally.values, pairs: pairs) == nil)
  }
}
