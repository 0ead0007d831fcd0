import Foundation
import TestSupport
import Testing

/// `reckoner attribution score`, as an analyst runs it: a file, no stores.
struct AttributionScoreTests {
  private struct Document: Decodable {
    let paths: Int
    let conversions: Int
    let losses: Int
    let conversionRate: Double?
    let value: Double?
    let lostValue: Double?
    let pathsWithoutTouches: Int
    let touchesAfterConversion: Int
    let refusedLines: Int
    let models: [Model]
  }

  private struct Model: Decodable {
    let model: String
    let leftOut: String?
    let states: Int?
    let actionTypes: [Line]
  }

  private struct Line: Decodable {
    let actionType: String
    let conversions: Double
    let creditMicros: Int?
    let share: Double?
    let value: Double?
    let removalEffect: Double?
    let effectShare: Double?
    let shapleyValue: Double?
    let losses: Double
    let lossShare: Double?
    let lostValue: Double?
  }

  private static let textbook = """
    {"path": ["C1", "C2", "C3"], "converted": true}
    {"path": ["C1"], "converted": false}
    {"path": ["C2", "C3"], "converted": false}
    """

  private static func score(_ input: String, _ options: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run("reckoner", ["attribution", "score", "-"] + options, input: input)
  }

  @Test func `markov of the textbook's paths credits 0.2, 0.4 and 0.4`() async throws {
    let ending = try await Self.score(Self.textbook, "--model", "markov", "--json")
    #expect(ending.exitCode == 0 && ending.standardError.isEmpty, "\(ending)")
    let document = try ending.json(as: Document.self)
    #expect(document.paths == 3 && document.conversions == 1 && document.losses == 2)
    #expect(abs((document.conversionRate ?? 0) - 1.0 / 3) < 1e-12)
    #expect(document.value == nil && document.lostValue == nil, "no line says what it is worth")
    let model = try #require(document.models.first)
    #expect(document.models.count == 1 && model.model == "markov" && model.states == 4)
    #expect(model.actionTypes.map(\.actionType) == ["C1", "C2", "C3"])
    #expect(model.actionTypes.map(\.conversions) == [0.2, 0.4, 0.4])
    #expect(model.actionTypes.map(\.losses) == [1, 0.5, 0.5])
    for (line, effect) in zip(model.actionTypes, [0.5, 1, 1]) {
      #expect(abs((line.removalEffect ?? 9) - effect) < 1e-12)
      #expect(abs((line.effectShare ?? 9) - effect / 2.5) < 1e-12)
    }
  }

  @Test func `a file with times, values and counts is scored by each model as by hand`() async throws {
    // Of a: two touches seven days apart, the older first; the third came after the conversion.
    let input = """
      {"path": ["b", "a", "c"], "times": ["2026-01-08T00:00:00Z", 1767225600, "2026-01-09T00:00:00+00:00"], \
      "conversion_time": "2026-01-08T00:00:00Z", "converted": true, "value": 30, "count": 2}
      {"path": ["a"], "converted": false, "value": 5}
      {"path": [], "converted": true}
      """
    for (arguments, a) in [
      (["linear"], 1.0), (["first_touch"], 2), (["last_touch"], 0), (["time_decay"], 0.666666),
      (["time_decay", "--half-life", "3.5"], 0.4), (["position_based"], 1),
      (["position_based", "--first-share", "0.6", "--last-share", "0.2"], 1.5), (["w_shaped"], 1),
      (["custom", "--custom-weights", #"{"from_start": [4], "from_end": [1]}"#], 1.6), (["shapley"], 1),
    ] {
      let ending = try await ProgramProcess.run(
        "reckoner",
        ["attribution", "score", "-", "--json", "--model"] + arguments,
        input: input
      )
      #expect(ending.exitCode == 0, "\(ending)")
      let document = try ending.json(as: Document.self)
      #expect(document.paths == 3 && document.conversions == 2 && document.losses == 1)
      #expect(document.pathsWithoutTouches == 1 && document.touchesAfterConversion == 1 && document.value == 60)
      let lines = try #require(document.models.first?.actionTypes)
      #expect(lines.map(\.actionType) == ["a", "b"], "c was after the conversion")
      #expect(lines.map(\.conversions) == [a, (2_000_000 - a * 1e6) / 1e6], "\(arguments)")
      #expect(lines.reduce(0) { $0 + ($1.creditMicros ?? 0) } == 2_000_000)
      #expect(abs((lines[0].value ?? 0) - a * 30) < 1e-9)
      #expect(lines.map(\.lossShare) == [1, 0] && lines.map(\.lostValue) == [5, 0])
    }
  }

  @Test func `all models are shown side by side, but for one that lacks what it needs`() async throws {
    let ending = try await Self.score(Self.textbook, "--model", "all", "--json")
    #expect(ending.exitCode == 0, "\(ending)")
    let models = try ending.json(as: Document.self).models
    #expect(
      models.map(\.model) == [
        "linear", "first_touch", "last_touch", "time_decay", "position_based", "w_shaped", "custom", "markov",
        "shapley",
      ]
    )
    #expect(models.filter { $0.leftOut != nil }.map(\.model) == ["time_decay"])
    #expect(models[3].leftOut?.contains("line 1") == true && models[3].actionTypes.isEmpty)
    let text = try await Self.score(Self.textbook, "--model", "all")
    #expect(text.standardOutput.contains("share of the conversions, in %"), "\(text)")
    #expect(text.standardOutput.contains("time_decay is left out: needs the time of each touch"), "\(text)")
  }

  @Test func `the text is a table, the most credited first`() async throws {
    let input = """
      {"path": ["a", "b"], "converted": true, "value": 1000}
      {"path": ["b"], "converted": true, "value": 500}
      {"path": ["a"], "converted": false}
      """
    let ending = try await Self.score(input, "--model", "linear")
    #expect(
      ending.standardOutput == """
        3 paths: 2 won (66.7 %), 1 lost; worth 1500.00 won

        linear
        action type  conversions  share %    value  losses  share %
        b                   1.50     75.0  1000.00    0.00      0.0
        a                   0.50     25.0   500.00    1.00    100.0

        """,
      "\(ending)"
    )
  }

  @Test func `bad lines are named and left out, the rest is scored, and the exit code is 65`() async throws {
    let input = """
      {"path": ["a"], "converted": true}
      {"path": ["secret"]}
      nonsense

      {"path": ["secret", "b"], "converted": true, "times": [1]}
      """
    let ending = try await Self.score(input, "--model", "linear", "--json")
    #expect(ending.exitCode == 65, "\(ending)")
    let document = try ending.json(as: Document.self)
    #expect(document.paths == 1 && document.refusedLines == 3)
    for line in ["line 2: `converted` is missing", "line 3: not JSON", "line 5: `times` must be"] {
      #expect(ending.standardError.contains(line), "\(ending)")
    }
    #expect(!ending.description.contains("secret"), "\(ending)")
    let many = try await Self.score(String(repeating: "{}\n", count: 50), "--model", "linear")
    #expect(many.exitCode == 65 && many.standardError.contains("line 20: "), "\(many)")
    #expect(!many.standardError.contains("line 21: "))
    #expect(many.standardError.contains("further bad lines are only counted"))
    #expect(many.standardOutput.contains("50 bad lines are left out"))
  }

  @Test func `time decay refuses a path of several touches without times, and takes a single touch`() async throws {
    let ending = try await Self.score(Self.textbook, "--model", "time_decay", "--json")
    #expect(ending.exitCode == 65, "\(ending)")
    #expect(ending.standardError.contains("line 1: `times` is missing: time_decay needs the time of each touch"))
    let document = try ending.json(as: Document.self)
    #expect(document.paths == 1 && document.refusedLines == 2)
  }

  @Test func `what can't be solved exactly is refused with the reason`() async throws {
    let names = (0..<17).map { "\"t\($0)\"" }.joined(separator: ", ")
    let line = "{\"path\": [\(names)], \"converted\": true}"
    let rate = try await Self.score(line, "--model", "shapley", "--game", "rate")
    #expect(rate.exitCode == 65 && rate.standardError.contains("17 action types"), "\(rate)")
    #expect(rate.standardOutput.isEmpty)
    let all = try await Self.score(line, "--model", "all", "--game", "rate", "--json")
    #expect(all.exitCode == 0, "\(all)")
    #expect(try all.json(as: Document.self).models.last?.leftOut?.contains("17 action types") == true)
  }

  @Test func `the rate game's values can be negative and have no micros`() async throws {
    let input =
      "{\"path\": [\"a\"], \"converted\": true}\n{\"path\": [\"a\", \"b\"], \"converted\": false, \"count\": 3}"
    let ending = try await Self.score(input, "--model", "shapley", "--game", "rate", "--json")
    let lines = try #require(try ending.json(as: Document.self).models.first?.actionTypes)
    #expect(lines.map(\.shapleyValue) == [0.625, -0.375])
    #expect(lines.map(\.conversions) == [2.5, -1.5] && lines.allSatisfy { $0.creditMicros == nil })
  }

  @Test func `an empty file is no paths; a missing one is bad data`() async throws {
    let empty = try await Self.score("", "--model", "markov", "--json")
    #expect(empty.exitCode == 0, "\(empty)")
    let document = try empty.json(as: Document.self)
    #expect(document.paths == 0 && document.conversionRate == nil && document.models.first?.actionTypes.isEmpty == true)
    let text = try await Self.score("\n", "--model", "all")
    #expect(text.exitCode == 0 && text.standardOutput.hasPrefix("0 paths: 0 won, 0 lost"), "\(text)")
    let missing = try await ProgramProcess.run(
      "reckoner",
      ["attribution", "score", "/nonexistent/paths.ndjson", "--model", "linear"]
    )
    #expect(missing.exitCode == 65 && missing.standardError.contains("/nonexistent/paths.ndjson"), "\(missing)")
  }

  @Test(arguments: [
    ["--model", "guess"], ["--model", "time_decay", "--half-life", "0"], ["--model", "markov", "--order", "0"],
    ["--model", "markov", "--order", "11"], ["--model", "shapley", "--game", "chess"],
    ["--model", "position_based", "--first-share", "0.9"], ["--model", "linear", "--order", "2"], [],
    ["--model", "custom", "--custom-weights", "{\"start\": [1]}"], ["--model", "custom", "--custom-weights", "["],
  ])
  func `a wrong option exits 64 and says what it must be`(options: [String]) async throws {
    let ending = try await ProgramProcess.run("reckoner", ["attribution", "score", "-"] + options)
    #expect(ending.exitCode == 64, "\(ending)")
    let name = options.count > 2 ? options[2] : "--model"
    #expect(ending.standardError.contains(name), "\(ending)")
  }
}
