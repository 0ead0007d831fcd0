import Attribution
import EventModel
import TestSupport
import Testing

@Suite struct AttributionSummaryTests {
  private static func euros(_ value: Double) -> CreditedConversion.Amount? {
    CreditedConversion.Amount(value: value, currency: "EUR")
  }

  @Test("groups, shares, actions and amounts of a few conversions are those of a calculation by hand")
  func byHand() throws {
    var summary = AttributionSummary()
    summary.add(
      CreditedConversion(isWon: true, groups: ["a", "b"], credits: [250_000, 750_000], amount: Self.euros(1000))
    )
    // Its signal concerns four conversations.
    summary.add(
      CreditedConversion(
        isWon: true,
        groups: ["b", nil],
        credits: [400_000, 600_000],
        conversationCount: 4,
        amount: CreditedConversion.Amount(value: -80, currency: nil)
      )
    )
    summary.add(CreditedConversion(isWon: false, groups: ["b"], credits: [1_000_000], amount: Self.euros(10)))
    for (group, count) in [("a", 1), ("b", 2), (nil, 1)] { summary.addActions(count, in: group) }
    let lines = summary.lines
    #expect(lines.map(\.group) == ["a", "b", nil])
    #expect(lines.map(\.actionCount) == [1, 2, 1])
    #expect(lines.map(\.won.conversionCount) == [0.25, 0.85, 0.15])
    #expect(lines.map(\.lost.conversionCount) == [0, 1, 0])
    #expect(lines.map(\.wonShare) == [0.25 / 1.25, 0.85 / 1.25, 0.15 / 1.25])
    #expect(lines.map(\.lostShare) == [0, 1, 0])
    #expect(summary.won.conversionCount == 1.25 && summary.lost.conversionCount == 1)
    let won = lines.map { line in line.won.amountsByCurrency.map { "\($0.currency ?? "none") \($0.value)" } }
    #expect(won == [["EUR 250.0"], ["none -8.0", "EUR 750.0"], ["none -12.0"]])
    #expect(summary.lost.amountsByCurrency.map(\.value) == [10])
  }

  @Test("nothing has no shares")
  func empty() {
    var summary = AttributionSummary()
    #expect(summary.lines.isEmpty && summary.won.conversionCount == 0)
    summary.add(CreditedConversion(isWon: true, groups: ["a"], credits: [1_000_000]))
    #expect(summary.lines.map(\.wonShare) == [1] && summary.lines.map(\.lostShare) == [nil])
  }

  @Test("the order of conversions changes no digit", arguments: UInt64(0)..<20)
  func order(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let conversions = (0..<200).map { _ in
      let first = Int32(generator.next() % 1_000_001)
      return CreditedConversion(
        isWon: generator.chance(50),
        groups: [generator.pick(["a", "b", nil]), generator.pick(["a", "c"])],
        credits: [first, 1_000_000 - first],
        conversationCount: generator.pick([1, 2, 3, 7, 50]),
        amount: generator.pick([nil, Self.euros(0.1), Self.euros(1e15), Self.euros(-12.34)])
      )
    }
    var (one, other) = (AttributionSummary(), AttributionSummary())
    for conversion in conversions { one.add(conversion) }
    for conversion in conversions.shuffled(using: &generator) { other.add(conversion) }
    #expect(one == other, "seed \(seed)")
    #expect(one.won.amountsByCurrency.map(\.value) == other.won.amountsByCurrency.map(\.value), "seed \(seed)")
  }

  @Test("an amount beyond the largest is none")
  func largest() {
    #expect(Self.euros(1e15) != nil && Self.euros(-1e15) != nil)
    #expect(Self.euros(1.1e15) == nil && Self.euros(.infinity) == nil && Self.euros(.nan) == nil)
  }
}
