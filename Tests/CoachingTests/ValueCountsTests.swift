import Coaching
import EventModel
import TestSupport
import Testing

struct ValueCountsTests {
  private static func rep(_ number: Int) -> AttributeValue { .rep(RepID("rep \(1000 - number)")) }

  @Test func `the frequent ones of too many values are told apart, whatever their names`() {
    var counts = ValueCounts()
    // The later in the order of names, the more frequent.
    for number in 0..<150 {
      for _ in 0...(number < 100 ? 1 : 0) { counts.add(Self.rep(number)) }
    }
    for _ in 0..<3 { counts.add(.channel(ChannelName("email"))) }
    #expect(counts.rare == Set((100..<150).map(Self.rep)))
  }

  @Test func `among equals the first names are told apart, and up to a hundred all are`() {
    var counts = ValueCounts()
    for number in 0..<100 { counts.add(Self.rep(number)) }
    #expect(counts.rare.isEmpty)
    counts.add(Self.rep(500))
    // "rep 1000" is the first in the order of bytes.
    #expect(counts.rare == [Self.rep(1)], "rep 999 is the last")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a tally of what is left after the rare ones keeps every frequent value`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let values = (0..<4000).map { _ in
      Self.rep(Int.random(in: 0..<180, using: &generator) / Int.random(in: 1...3, using: &generator))
    }
    var counts = ValueCounts()
    for value in values { counts.add(value) }
    let rare = counts.rare
    var tally = CoachingTally()
    for value in values {
      let told = rare.contains(value) ? AttributeValue.other(.rep) : value
      tally.add(CoachingObservation(isSuccess: false, values: [told]))
    }
    let frequencies = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    let kept = Set(tally.values.keys)
    #expect(kept.count == min(frequencies.count, CoachingTally.valueCountMax), "seed \(seed)")
    #expect(kept.allSatisfy { tally.values[$0]?.count.trials == Int64(frequencies[$0] ?? 0) }, "seed \(seed)")
    let least = kept.compactMap { frequencies[$0] }.min() ?? 0
    let most = frequencies.filter { !kept.contains($0.key) }.values.max() ?? 0
    #expect(most <= least, "seed \(seed)")
  }
}
