import Attribution
import EventModel
import TestSupport
import Testing

@Suite struct ShapleyTests {
  /// The definition: what a player adds to those before it, over every order of the players.
  private func values(of names: [String], worth: (Set<String>) -> Double) -> [String: Double] {
    var sums: [String: Double] = [:]
    var orderCount = 0
    func extend(_ order: [String], _ rest: Set<String>) {
      guard !rest.isEmpty else { return orderCount += 1 }
      for name in rest {
        // Each order behind this step counts.
        let orders = (1..<max(rest.count, 2)).reduce(1, *)
        sums[name, default: 0] += Double(orders) * (worth(Set(order + [name])) - worth(Set(order)))
        extend(order + [name], rest.subtracting([name]))
      }
    }
    extend([], Set(names))
    return sums.mapValues { $0 / Double(orderCount) }
  }

  private func worth(_ paths: PathList, _ end: KeyPath<PathList.Row, Int>, isRate: Bool) -> (Set<String>) -> Double {
    { set in
      let inside = paths.rows.filter { set.isSuperset(of: $0.types) }
      let ended = inside.reduce(0) { $0 + $1[keyPath: end] }
      guard isRate else { return Double(ended) }
      let all = inside.reduce(0) { $0 + $1.won + $1.lost }
      return all == 0 ? 0 : Double(ended) / Double(all)
    }
  }

  @Test("the rate game equals the mean over all orders, for wins and for losses")
  func rateGame() throws {
    for seed in UInt64(1)...100 {
      let paths = PathList(seed: seed)
      let game = try ShapleyRateGame(paths.table)
      let won = values(of: paths.names, worth: worth(paths, \.won, isRate: true))
      let lost = values(of: paths.names, worth: worth(paths, \.lost, isRate: true))
      for (index, type) in game.actionTypes.enumerated() {
        #expect(abs(game.wonValues[index] - won[type.text, default: 9]) < 1e-12, "seed \(seed) \(type)")
        #expect(abs(game.lostValues[index] - lost[type.text, default: 9]) < 1e-12, "seed \(seed) \(type)")
      }
    }
  }

  // Solved in rational numbers by another program: Python's Fraction over all 24 orders.
  @Test("the rate game equals the exact fractions, and a type that goes with a lower rate has a negative value")
  func rateFractions() throws {
    let game = try ShapleyRateGame(PathList.mixed.table)
    let won = [49.0 / 15_600, 22_003.0 / 109_200, 6403.0 / 109_200, -69.0 / 5200]
    let lost = [417.0 / 5200, 13_899.0 / 36_400, 20_897.0 / 109_200, 1507.0 / 15_600]
    #expect(game.actionTypes.map(\.text) == ["a", "b", "c", "d"])
    for index in 0..<4 {
      #expect(abs(game.wonValues[index] - won[index]) < 1e-15)
      #expect(abs(game.lostValues[index] - lost[index]) < 1e-15)
    }
  }

  @Test("the rate game is solved for 16 types, sums to the rate, and refuses 17 with the reason")
  func rateLimit() throws {
    var generator = TestGenerator(seed: 16)
    let names = (0..<16).map { "t\($0)" }
    var paths = PathList(names.map { PathList.Row([$0], won: 1, lost: 2) })
    for _ in 0..<500 {
      let types = (0..<4).map { _ in generator.pick(names) }
      paths.rows.append(.init(types, won: generator.pick([0, 1, 5]), lost: generator.pick([0, 2, 9])))
    }
    let game = try ShapleyRateGame(paths.table)
    let rate = Double(paths.won) / Double(paths.won + paths.lost)
    #expect(abs(game.wonValues.reduce(0, +) - rate) < 1e-12)
    #expect(abs(game.lostValues.reduce(0, +) - (1 - rate)) < 1e-12)
    paths.rows.append(.init("one_more", won: 1, lost: 0))
    let error = #expect(throws: AttributionError.self) { try ShapleyRateGame(paths.table) }
    #expect(error?.code == .tooManyActionTypes)
    #expect(error?.message.contains("17 action types") == true)
  }

  @Test("without paths or conversions the rate game gives nothing")
  func noConversions() throws {
    #expect(try ShapleyRateGame(PathTable()).wonValues == [])
    let lost = try ShapleyRateGame(PathList([.init("a b", won: 0, lost: 3)]).table)
    #expect(lost.wonValues == [0, 0] && lost.lostValues == [0.5, 0.5])
  }

  @Test("the coverage game's credits sum to the Shapley values over all orders")
  func coverageGame() throws {
    for seed in UInt64(1)...100 {
      let paths = PathList(seed: seed)
      let values = values(of: paths.names, worth: worth(paths, \.won, isRate: false))
      var credited: [String: Double] = [:]
      var roundings = 0
      for row in paths.rows {
        let touches = row.types.map { AttributionTouch(time: Timestamp(microseconds: 0), actionType: ActionType($0)) }
        for (type, credit) in zip(row.types, AttributionModel.shapley.credits(touches: touches)) {
          credited[type, default: 0] += Double(credit) / 1e6 * Double(row.won)
          roundings += row.won
        }
      }
      for name in paths.names {
        // A credit is its quota rounded up or down to a micro.
        let bound = Double(roundings) / 1e6 + 1e-9
        #expect(abs(credited[name, default: 0] - values[name, default: 9]) <= bound, "seed \(seed) \(name)")
      }
    }
  }
}
