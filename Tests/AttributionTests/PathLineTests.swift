import Attribution
import EventModel
import Testing

@Suite struct PathLineTests {
  private func parse(_ text: String) throws -> PathLine {
    try PathLine.parse(Array(text.utf8))
  }

  private func types(_ line: PathLine) -> [String] {
    line.path.touches.map(\.actionType.text)
  }

  @Test("a path and how it ended are enough; nothing else is needed, and what is unknown is passed over")
  func smallest() throws {
    let line = try parse(#"{"path": ["a", "b", "a"], "converted": true, "times": null, "owner": {"id": 7}}"#)
    #expect(types(line) == ["a", "b", "a"])
    #expect(line.path.isConverted && line.path.totals == PathTotals(count: 1, valueMicros: 0))
    #expect(!line.hasTimes && !line.hasValue && line.lateTouchCount == 0 && line.path.milestoneIndex == nil)
    #expect(try parse(#"{"path": [], "converted": 0}"#).path.touches.isEmpty)
    #expect(try parse(#"{"path": ["a"], "converted": 1}"#).path.isConverted)
  }

  @Test("value is each path's, and counts exactly to a millionth")
  func value() throws {
    let line = try parse(#"{"path": ["a"], "converted": false, "value": 1234.567891, "count": 1e3}"#)
    #expect(line.path.totals == PathTotals(count: 1000, valueMicros: 1_234_567_891_000) && line.hasValue)
  }

  @Test("touches are put in the order of their times, equal times in that of the path")
  func order() throws {
    let line = try parse(
      #"{"path": ["a", "b", "c", "d"], "times": [30, "1970-01-01T00:00:10Z", 30.0, 10], "milestone": 2, "converted": true}"#
    )
    #expect(types(line) == ["b", "d", "a", "c"] && line.hasTimes)
    #expect(line.path.touches.map(\.time.microseconds) == [10_000_000, 10_000_000, 30_000_000, 30_000_000])
    #expect(line.path.milestoneIndex == 3)
    let fraction = try parse(#"{"path": ["a"], "times": [1770000000.123456], "converted": true}"#)
    #expect(fraction.path.touches[0].time == Timestamp(microseconds: 1_770_000_000_123_456))
  }

  @Test("touches after the conversion are none, one at its very time is")
  func late() throws {
    let line = try parse(
      #"{"path": ["a", "b", "c"], "times": [5, 11, 10], "conversion_time": "1970-01-01T00:00:10Z", "milestone": 1, "converted": true}"#
    )
    #expect(types(line) == ["a", "c"] && line.lateTouchCount == 1)
    #expect(line.path.milestoneIndex == nil, "the milestone was after the conversion")
    let all = try parse(#"{"path": ["a"], "times": [5], "conversion_time": 4, "converted": true}"#)
    #expect(types(all).isEmpty && all.lateTouchCount == 1)
    let timeless = try parse(#"{"path": ["a"], "conversion_time": 4, "converted": true}"#)
    #expect(types(timeless) == ["a"] && timeless.lateTouchCount == 0)
  }

  @Test(
    "a bad line says what is wrong, and nothing of the line",
    arguments: [
      (#"{"path": ["secret"]"#, "not JSON (byte 19)"), (#"["secret"]"#, "must be a JSON object"), ("", "not JSON"),
      (#"{"converted": true}"#, "`path` is missing"), (#"{"path": "secret", "converted": true}"#, "`path` must be"),
      (#"{"path": ["secret", 1], "converted": true}"#, "`path` must be"),
      (#"{"path": ["secret", ""], "converted": true}"#, "`path` must be"),
      (#"{"path": ["secret"]}"#, "`converted` is missing"),
      (#"{"path": ["secret"], "converted": null}"#, "`converted` is missing"),
      (#"{"path": ["secret"], "converted": "true"}"#, "`converted` must be true or false"),
      (#"{"path": ["secret"], "converted": 2}"#, "`converted` must be true or false"),
      (#"{"path": ["secret"], "converted": true, "value": -1}"#, "`value` must be a number from 0 to 1000000000000"),
      (#"{"path": ["secret"], "converted": true, "value": "9"}"#, "`value` must be"),
      (#"{"path": ["secret"], "converted": true, "count": 0}"#, "`count` must be a whole number from 1"),
      (#"{"path": ["secret"], "converted": true, "count": 1.5}"#, "`count` must be a whole number"),
      (#"{"path": ["secret"], "converted": true, "times": []}"#, "`times` must be an array with a time for each"),
      (#"{"path": ["secret"], "converted": true, "times": ["noon"]}"#, "`times` must be an array of times: RFC 3339"),
      (#"{"path": ["secret"], "converted": true, "times": [1770000000000]}"#, "(not milliseconds)"),
      (#"{"path": ["secret"], "converted": true, "conversion_time": true}"#, "`conversion_time` must be"),
      (#"{"path": ["secret"], "converted": true, "milestone": 1}"#, "`milestone` must be a whole number from 0 to 0"),
    ]
  )
  func bad(text: String, message: String) {
    let error = #expect(throws: PathLineError.self) { try parse(text) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "none")")
    #expect(error?.message.contains("secret") == false)
  }

  @Test("an action type has 1 to 50 characters, a path 10,000 touches")
  func bounds() throws {
    let long = String(repeating: "é", count: 50)
    #expect(types(try parse(#"{"path": ["\#(long)"], "converted": true}"#)) == [long])
    #expect(throws: PathLineError.self) { try parse(#"{"path": ["\#(long)x"], "converted": true}"#) }
    let most = Array(repeating: #""a""#, count: PathLine.touchCountMax).joined(separator: ",")
    #expect(try parse(#"{"path": [\#(most)], "converted": true}"#).path.touches.count == PathLine.touchCountMax)
    #expect(throws: PathLineError.self) { try parse(#"{"path": [\#(most),"a"], "converted": true}"#) }
  }

  @Test("custom weights are read from JSON; a misspelt member and weights out of bounds are refused")
  func customWeights() throws {
    func weights(_ text: String) throws -> CustomWeights? { CustomWeights(try JSONParser.parse(Array(text.utf8))) }
    #expect(
      try weights(#"{"from_start": [3, 0.5], "middle": 1, "from_end": [2]}"#)
        == CustomWeights(fromStart: [3, 0.5], middle: 1, fromEnd: [2])
    )
    #expect(try weights(#"{"from_end": [1]}"#) == CustomWeights(fromStart: [], middle: 0, fromEnd: [1]))
    for text in [
      #"{"from_start": 3}"#, #"{"from_start": ["3"]}"#, #"{"middle": -1}"#, #"{"middle": [1]}"#, #"{"start": [1]}"#,
      "[1]", "1", #"{"from_start": [1000001]}"#,
    ] {
      #expect(try weights(text) == nil, "\(text)")
    }
  }
}
