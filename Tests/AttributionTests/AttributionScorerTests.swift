import Attribution
import EventModel
import TestSupport
import Testing

@Suite struct AttributionScorerTests {
  private func path(
    _ types: String,
    won: Bool,
    count: Int64 = 1,
    value: Double = 0,
    milestone: Int? = nil
  ) -> ScoredPath {
    let touches = types.split(separator: " ").enumerated().map { index, name in
      AttributionTouch(time: Timestamp(microseconds: Int64(index)), actionType: ActionType(String(name)))
    }
    return ScoredPath(touches: touches, milestoneIndex: milestone, isConverted: won, count: count, value: value)
  }

  private func scores(_ scorings: [AttributionScoring], _ paths: [ScoredPath]) throws -> [AttributionScore] {
    var scorer = AttributionScorer(scorings)
    for path in paths { scorer.add(path) }
    return try scorer.scores().map { try $0.get() }
  }

  private func credits(_ score: AttributionScore, _ part: KeyPath<AttributionScore.Line, AttributionScore.Part>)
    -> [String: Int64?]
  {
    Dictionary(uniqueKeysWithValues: score.lines.map { ($0.actionType.text, $0[keyPath: part].creditMicros) })
  }

  private static let everyScoring =
    AttributionModel.allCases.map { AttributionScoring($0) } + [AttributionScoring(.markov, markovOrder: 2)]

  @Test("credits and values are summed by type, won and lost apart, equal paths by their count")
  func sums() throws {
    let paths = [
      path("a b", won: true, count: 3, value: 10.5), path("b", won: true, value: 2),
      path("a c", won: false, count: 2, value: 7),
      path("", won: true, count: 9, value: 1),
    ]
    let score = try scores([AttributionScoring(.linear)], paths)[0]
    #expect(score.lines.map(\.actionType.text) == ["a", "b", "c"])
    #expect(credits(score, \.won) == ["a": 1_500_000, "b": 2_500_000, "c": 0])
    #expect(credits(score, \.lost) == ["a": 1_000_000, "b": 0, "c": 1_000_000])
    #expect(score.lines.map(\.won.value) == [15.75, 17.75, 0])
    #expect(score.lines.map(\.won.share) == [0.375, 0.625, 0])
    #expect(score.lines.map(\.lost.value) == [7, 0, 7])
    #expect(score.lines.map(\.lost.share) == [0.5, 0, 0.5])
    #expect(score.lines.allSatisfy { $0.won.removalEffect == nil && $0.won.shapleyValue == nil })
  }

  @Test("paths without a touch count apart and in no rate")
  func untouched() {
    var scorer = AttributionScorer([AttributionScoring(.linear)])
    scorer.add(path("", won: true, count: 9, value: 1))
    scorer.add(path("a", won: true))
    #expect(scorer.untouched == PathTotals(count: 9, valueMicros: 9_000_000))
    #expect(scorer.won.count == 1 && scorer.lost.count == 0)
  }

  @Test("markov credits each path by the effects that are fitted to all, losses by the effects on losing")
  func markov() throws {
    let paths = [path("C1 C2 C3", won: true, value: 100), path("C1", won: false), path("C2 C3", won: false)]
    let score = try scores([AttributionScoring(.markov)], paths)[0]
    #expect(credits(score, \.won) == ["C1": 200_000, "C2": 400_000, "C3": 400_000])
    #expect(score.lines.map(\.won.value) == [20, 40, 40])
    for (line, effect) in zip(score.lines, [0.5, 1, 1]) {
      #expect(abs((line.won.removalEffect ?? 9) - effect) < 1e-12)
      #expect(abs((line.won.effectShare ?? 9) - effect / 2.5) < 1e-12)
    }
    // Losing walks: start > C1 > lost 1/3; start > C1 > C2 > C3 > lost 1/6; start > C2 > C3 > lost 1/6.
    for (line, effect) in zip(score.lines, [0.75, 0.5, 0.5]) {
      #expect(abs((line.lost.removalEffect ?? 9) - effect) < 1e-12)
    }
    #expect(credits(score, \.lost) == ["C1": 1_000_000, "C2": 500_000, "C3": 500_000])
    #expect(score.markovStateCount == 4)
  }

  @Test("the rate game's values become shares of the conversions, negative ones too")
  func rateGame() throws {
    // Alone a converts at 1; with b at 1/4.
    let paths = [path("a", won: true, value: 5), path("a b", won: false, count: 3)]
    let score = try scores([AttributionScoring(.shapley, shapleyGame: .rate)], paths)[0]
    // v(a) = 1, v(b) = 0, v(a b) = 1/4: a has (1 + 1/4) / 2, b has (0 - 3/4) / 2.
    #expect(score.lines.map(\.won.shapleyValue) == [0.625, -0.375])
    #expect(score.lines.map(\.won.share) == [2.5, -1.5])
    #expect(score.lines.map(\.won.pathCount) == [2.5, -1.5])
    #expect(score.lines.map(\.won.value) == [12.5, -7.5])
    #expect(score.lines.allSatisfy { $0.won.creditMicros == nil })
  }

  @Test("a game of too many types fails alone, with the reason")
  func refusedModel() {
    var scorer = AttributionScorer([AttributionScoring(.shapley, shapleyGame: .rate), AttributionScoring(.shapley)])
    scorer.add(path((0..<17).map { "t\($0)" }.joined(separator: " "), won: true))
    let scores = scorer.scores()
    #expect(throws: AttributionError.self) { try scores[0].get() }
    #expect(throws: Never.self) { try scores[1].get() }
  }

  @Test("w_shaped takes a path's milestone, custom the tenant's weights, time decay the half-life")
  func parameters() throws {
    let weights = try #require(CustomWeights(fromStart: [3], middle: 1, fromEnd: [1]))
    let parameters = AttributionParameters(halfLifeDays: 1 / 86_400_000_000.0, customWeights: weights)
    let scorings = [AttributionModel.wShaped, .custom, .timeDecay].map {
      AttributionScoring($0, parameters: parameters)
    }
    let scores = try scores(scorings, [path("a b c", won: true, milestone: 1)])
    #expect(credits(scores[0], \.won) == ["a": 333_334, "b": 333_333, "c": 333_333])
    #expect(credits(scores[1], \.won) == ["a": 600_000, "b": 200_000, "c": 200_000])
    #expect(credits(scores[2], \.won) == ["a": 142_857, "b": 285_714, "c": 571_429])
  }

  @Test(
    "credits of every model sum to exactly a million for each path, won and lost, and a type only lost gets nothing"
  )
  func conservation() throws {
    for seed in UInt64(1)...60 {
      let list = PathList(seed: seed)
      let scores = try scores(Self.everyScoring, scoredPaths(list))
      for score in scores {
        let won = score.lines.reduce(0) { $0 + ($1.won.creditMicros ?? 0) }
        let lost = score.lines.reduce(0) { $0 + ($1.lost.creditMicros ?? 0) }
        #expect(won == Int64(list.won) * 1_000_000, "seed \(seed) \(score.scoring.model)")
        #expect(lost == Int64(list.lost) * 1_000_000, "seed \(seed) \(score.scoring.model)")
        for line in score.lines {
          let isWon = list.rows.contains { $0.won > 0 && $0.types.contains(line.actionType.text) }
          #expect((line.won.creditMicros ?? -1) >= 0 && (isWon || line.won.creditMicros == 0), "seed \(seed)")
        }
      }
    }
  }

  private func scoredPaths(_ list: PathList) -> [ScoredPath] {
    list.rows.flatMap { row in
      [(true, row.won), (false, row.lost)].filter { $0.1 > 0 }.map { isWon, count in
        path(row.types.joined(separator: " "), won: isWon, count: Int64(count), value: 0.1 * Double(row.types.count))
      }
    }
  }

  @Test("the order of the paths changes nothing, to the last bit, and two runs are the same")
  func order() throws {
    let scorings = Self.everyScoring + [AttributionScoring(.shapley, shapleyGame: .rate)]
    for seed in UInt64(1)...60 {
      var generator = TestGenerator(seed: seed)
      let paths = scoredPaths(PathList(seed: seed))
      let first = try scores(scorings, paths)
      #expect(try first == scores(scorings, paths), "seed \(seed)")
      #expect(try first == scores(scorings, paths.shuffled(using: &generator)), "seed \(seed)")
    }
  }

  @Test("without paths there is no line; with losses alone there is no share of wins")
  func empty() throws {
    for score in try scores(Self.everyScoring, []) { #expect(score.lines.isEmpty) }
    for score in try scores(Self.everyScoring, [path("a", won: false)]) {
      #expect(score.lines[0].won.share == nil && score.lines[0].won.creditMicros == 0)
      #expect(score.lines[0].lost.share == 1)
    }
  }

  @Test("there is room up to a quadrillion of value and a trillion of paths, and their sums are exact")
  func bounds() throws {
    var scorer = AttributionScorer([AttributionScoring(.linear)])
    let dear = path("a b c", won: true, count: 999, value: ScoredPath.valueMax)
    scorer.add(dear)
    #expect(!scorer.hasRoom(for: path("a", won: false, count: 2, value: ScoredPath.valueMax)))
    #expect(scorer.hasRoom(for: path("a", won: false, count: 1, value: ScoredPath.valueMax)))
    #expect(!scorer.hasRoom(for: path("a", won: true, count: ScoredPath.countTotalMax - 998)))
    scorer.add(path("a b c", won: true, count: ScoredPath.countTotalMax - 999))
    let score = try scorer.scores()[0].get()
    #expect(score.lines.map(\.won.creditMicros) == [333_334, 333_333, 333_333].map { $0 * ScoredPath.countTotalMax })
    #expect(score.lines.map(\.won.value) == [3.33000666e14, 3.32999667e14, 3.32999667e14])
  }
}
