import Attribution
import EventModel
import TestSupport
import Testing

@Suite struct MarkovFitTests {
  private func effects(_ side: MarkovFit.Side) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: side.effects.map { ($0.actionType.text, $0.removalEffect) })
  }

  private func shares(_ side: MarkovFit.Side) -> [String: Double?] {
    Dictionary(uniqueKeysWithValues: side.effects.map { ($0.actionType.text, $0.share) })
  }

  private func expectClose(_ left: Double?, _ right: Double?, _ bound: Double = 1e-12, _ note: String = "") {
    guard let left, let right else {
      #expect(left == right, "\(note)")
      return
    }
    #expect(abs(left - right) <= bound, "\(left) and \(right) \(note)")
  }

  // Sergey Bryl, "Attribution model with R (part 1)", analyzecore.com 2016: conversion 1/3, which halves without C1.
  @Test("the textbook's three paths give effects of 1/2, 1 and 1, so 0.2, 0.4 and 0.4 of the conversion")
  func textbook() throws {
    let paths = PathList([
      .init("C1 C2 C3", won: 1, lost: 0), .init("C1", won: 0, lost: 1), .init("C2 C3", won: 0, lost: 1),
    ])
    let fit = try MarkovModel.fit(paths.table)
    expectClose(fit.won.probability, 1.0 / 3)
    for (name, effect, share) in [("C1", 0.5, 0.2), ("C2", 1, 0.4), ("C3", 1, 0.4)] {
      expectClose(effects(fit.won)[name], effect)
      expectClose(shares(fit.won)[name] ?? nil, share)
    }
    #expect(fit.stateCount == 4)
  }

  /// What the mixed paths come to under an order; effects of a, b, c and d.
  struct ExactFit: Sendable {
    let order: Int
    let stateCount: Int
    let won: [Double]
    let lost: [Double]
  }

  // Solved in rational numbers by another program: Python's Fraction and Gauss, on the chain without the type's states.
  private static let exactFits = [
    ExactFit(
      order: 1,
      stateCount: 5,
      won: [677.0 / 1155, 761.0 / 1043, 225.0 / 406, 0],
      lost: [139.0 / 231, 667.0 / 1043, 1081.0 / 1624, 1081.0 / 9667]
    ),
    ExactFit(
      order: 2,
      stateCount: 12,
      won: [4.0 / 7, 6.0 / 7, 58.0 / 77, 0],
      lost: [11.0 / 21, 5.0 / 7, 149.0 / 231, 1.0 / 7]
    ),
    ExactFit(
      order: 3,
      stateCount: 14,
      won: [4.0 / 7, 1, 6.0 / 7, 0],
      lost: [11.0 / 21, 2.0 / 3, 5.0 / 7, 1.0 / 7]
    ),
    ExactFit(
      order: 10,
      stateCount: 14,
      won: [4.0 / 7, 1, 6.0 / 7, 0],
      lost: [11.0 / 21, 2.0 / 3, 5.0 / 7, 1.0 / 7]
    ),
  ]

  @Test("effects of each order equal the exact fractions", arguments: exactFits)
  func fractions(exact: ExactFit) throws {
    let fit = try MarkovModel.fit(PathList.mixed.table, order: exact.order)
    #expect(fit.stateCount == exact.stateCount)
    expectClose(fit.won.probability, 0.25)
    expectClose(fit.lost.probability, 0.75)
    for (index, name) in ["a", "b", "c", "d"].enumerated() {
      expectClose(effects(fit.won)[name], exact.won[index], 1e-14, name)
      expectClose(effects(fit.lost)[name], exact.lost[index], 1e-14, name)
    }
  }

  @Test("effects equal those of the chain that is walked out, its loops left in", arguments: 1...3)
  func reference(order: Int) throws {
    for seed in UInt64(1)...100 {
      let paths = PathList(seed: seed)
      let fit = try MarkovModel.fit(paths.table, order: order)
      let chain = ReferenceChain(paths, order: order)
      for (side, end) in [(fit.won, ReferenceChain.Step.won), (fit.lost, .lost)] {
        let whole = chain.probability(of: end)
        expectClose(side.probability, whole, 1e-12, "seed \(seed)")
        for (name, effect) in effects(side) {
          let isPresent = paths.rows.contains { $0.types.contains(name) && (end == .won ? $0.won : $0.lost) > 0 }
          let expected = isPresent ? 1 - chain.probability(of: end, without: name) / whole : 0
          expectClose(effect, expected, 1e-10, "seed \(seed) \(end) \(name)")
        }
      }
    }
  }

  @Test("of random walks that convert, the share that visit a type is its effect", arguments: [1, 2])
  func simulation(order: Int) throws {
    let fit = try MarkovModel.fit(PathList.mixed.table, order: order)
    let chain = ReferenceChain(PathList.mixed, order: order)
    var generator = TestGenerator(seed: 20_160_803)
    var visits: [String: Int] = [:]
    var won = 0
    for _ in 0..<40_000 {
      let walk = chain.walk(&generator)
      guard walk.isWon else { continue }
      won += 1
      for type in walk.touched { visits[type, default: 0] += 1 }
    }
    expectClose(fit.won.probability, Double(won) / 40_000, 0.01)
    // Four standard deviations of a share of 10,000 are 0.02. A type that no won path has counts as 0 by decree.
    for (name, effect) in effects(fit.won) where name != "d" {
      expectClose(effect, Double(visits[name, default: 0]) / Double(won), 0.02, name)
    }
  }

  @Test("the unremoved chain converts at the observed rate, whatever the order")
  func observedRate() throws {
    for seed in UInt64(1)...200 {
      let paths = PathList(seed: seed)
      let rate = Double(paths.won) / Double(paths.won + paths.lost)
      for order in [1, 2, 3, 7] {
        let fit = try MarkovModel.fit(paths.table, order: order)
        expectClose(fit.won.probability, rate, 1e-12, "seed \(seed) order \(order)")
        expectClose(fit.lost.probability, 1 - rate, 1e-12, "seed \(seed) order \(order)")
      }
    }
  }

  @Test("a touch that repeats the one before changes nothing, to the last bit", arguments: 1...3)
  func selfLoops(order: Int) throws {
    for seed in UInt64(1)...50 {
      var generator = TestGenerator(seed: seed)
      let paths = PathList(seed: seed, repeats: false)
      var repeated = paths
      for index in repeated.rows.indices {
        repeated.rows[index].types = paths.rows[index].types.flatMap { type in
          Array(repeating: type, count: generator.pick([1, 1, 2, 5]))
        }
      }
      #expect(
        try MarkovModel.fit(paths.table, order: order) == MarkovModel.fit(repeated.table, order: order),
        "seed \(seed)"
      )
    }
  }

  @Test("the order of the rows, and how equal paths are split among them, changes nothing, to the last bit")
  func rowOrder() throws {
    for seed in UInt64(1)...50 {
      var generator = TestGenerator(seed: seed)
      let paths = PathList(seed: seed)
      var split = paths
      split.rows = paths.rows.flatMap { row in
        (0..<row.won).map { _ in PathList.Row(row.types, won: 1, lost: 0) }
          + (0..<row.lost).map { _ in PathList.Row(row.types, won: 0, lost: 1) }
      }.shuffled(using: &generator)
      for order in 1...2 {
        #expect(
          try MarkovModel.fit(paths.table, order: order) == MarkovModel.fit(split.table, order: order),
          "seed \(seed)"
        )
      }
    }
  }

  @Test("an order beyond the longest path gives each type the share of conversions that it took part in")
  func longMemory() throws {
    for seed in UInt64(1)...100 {
      let paths = PathList(seed: seed)
      guard paths.won > 0 else { continue }
      let effects = effects(try MarkovModel.fit(paths.table, order: 6).won)
      for name in paths.names {
        let part = paths.rows.filter { $0.types.contains(name) }.reduce(0) { $0 + $1.won }
        expectClose(effects[name] ?? 0, Double(part) / Double(paths.won), 1e-12, "seed \(seed) \(name)")
      }
    }
  }

  @Test("a type that is only lost has no effect, though walks over it may be won; others are in 0...1")
  func onlyLost() throws {
    // A > X > B was lost and A > B won: the chain walks A > X > B > won.
    let paths = PathList([.init("A X B", won: 0, lost: 1), .init("A B", won: 1, lost: 0)])
    let fit = try MarkovModel.fit(paths.table)
    #expect(effects(fit.won)["X"] == 0)
    expectClose(effects(fit.lost)["X"], 0.5)
    expectClose(fit.won.effects.reduce(0) { $0 + ($1.share ?? 0) }, 1)
    for seed in UInt64(1)...100 {
      let paths = PathList(seed: seed)
      let effects = effects(try MarkovModel.fit(paths.table).won)
      for name in effects.keys where !paths.rows.contains(where: { $0.won > 0 && $0.types.contains(name) }) {
        #expect(effects[name] == 0, "seed \(seed)")
      }
      #expect(effects.values.allSatisfy { (0...1).contains($0) }, "seed \(seed)")
    }
  }

  @Test("without conversions all is zero, without losses all is lost on none, without paths there is no rate")
  func noConversions() throws {
    let lost = try MarkovModel.fit(PathList([.init("a b", won: 0, lost: 2), .init("b", won: 0, lost: 1)]).table)
    #expect(lost.won.probability == 0)
    #expect(lost.won.effects.allSatisfy { $0.removalEffect == 0 && $0.share == nil })
    expectClose(effects(lost.lost)["a"], 2.0 / 3)
    expectClose(effects(lost.lost)["b"], 1)
    let won = try MarkovModel.fit(PathList([.init("a a a", won: 4, lost: 0)]).table)
    #expect(won.won.probability == 1 && won.lost.probability == 0)
    #expect(effects(won.won) == ["a": 1] && effects(won.lost) == ["a": 0])
    let nothing = try MarkovModel.fit(PathTable())
    #expect(nothing.won.probability == nil && nothing.won.effects.isEmpty && nothing.won.typeEffects == .unknown)
  }

  @Test("a chain of too many states is refused with the reason, and the largest one is solved")
  func stateLimit() throws {
    let names = (0..<MarkovModel.stateCountMax).map { "t\($0)" }
    let error = #expect(throws: AttributionError.self) {
      try MarkovModel.fit(PathList([.init(names, won: 1, lost: 1)]).table)
    }
    #expect(error?.code == .tooManyStates)
    #expect(error?.message.contains("order 1") == true && error?.message.contains("1024") == true)
    let fit = try MarkovModel.fit(PathList([.init(Array(names.dropLast()), won: 1, lost: 1)]).table)
    #expect(fit.won.effects.allSatisfy { abs($0.removalEffect - 1) < 1e-12 })
  }

  @Test("a path of thousands of touches to and fro is solved")
  func longPath() throws {
    let types = (0..<9999).map { $0.isMultiple(of: 2) ? "a" : "b" }
    let fit = try MarkovModel.fit(PathList([.init(types, won: 1, lost: 2)]).table)
    expectClose(fit.won.probability, 1.0 / 3, 1e-11)
    // From a a walk leaves in 1 of 5000 steps, so hardly any misses b.
    expectClose(effects(fit.won)["b"], 1 - 1.0 / 5000, 1e-11)
    expectClose(effects(fit.won)["a"], 1, 1e-11)
  }
}
