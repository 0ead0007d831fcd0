import TestSupport
import Testing

@testable import chaos

struct FaultDeckTests {
  static var generator: TestGenerator { TestGenerator(seed: 20_260_211) }

  @Test func `every kind of fault comes as often as the others`() {
    var (deck, generator) = (FaultDeck(FaultKind.allCases), Self.generator)
    let rounds = 20
    let drawn = (0..<rounds * FaultKind.allCases.count).map { _ in deck.draw(using: &generator) }
    #expect(Dictionary(grouping: drawn, by: \.self).values.allSatisfy { $0.count == rounds })
    #expect(drawn.prefix(FaultKind.allCases.count) != drawn.suffix(FaultKind.allCases.count))
  }

  @Test func `a deck knows when every kind has come`() {
    var (deck, generator) = (FaultDeck(FaultKind.allCases), Self.generator)
    for _ in FaultKind.allCases {
      #expect(!deck.hasDealtAll)
      _ = deck.draw(using: &generator)
    }
    #expect(deck.hasDealtAll)
  }

  @Test func `the same seed draws the same faults`() {
    var (first, second) = (FaultDeck(FaultKind.allCases), FaultDeck(FaultKind.allCases))
    var (one, other) = (Self.generator, Self.generator)
    for _ in 0..<100 { #expect(first.draw(using: &one) == second.draw(using: &other)) }
  }

  @Test func `every subject has faults, and only Redis forgets`() {
    #expect(Set(FaultKind.allCases.map(\.subject)) == Set(FaultKind.Subject.allCases))
    #expect(FaultKind.allCases.filter(\.losesData).allSatisfy { $0.subject == .redis })
  }
}
