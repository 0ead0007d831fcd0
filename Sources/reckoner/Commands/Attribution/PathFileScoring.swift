import Attribution
import Workers

/// Scores a file of paths line by line, and remembers which lines it couldn't.
struct PathFileScoring {
  /// Bad lines that are reported one by one; the rest is only counted.
  private static let reportedMax = 20

  private let scorings: [AttributionScoring]
  private let timesAreRequired: Bool
  private var scorer: AttributionScorer
  private var lineNumber = 0
  private var refusedCount = 0
  private var lateTouchCount = 0
  private var hasValues = false
  /// The first line with several touches and no times.
  private var timelessLine: Int?

  /// - Parameter timesAreRequired: a path with several touches and no times is a bad line.
  init(_ scorings: [AttributionScoring], timesAreRequired: Bool) {
    self.scorings = scorings
    self.timesAreRequired = timesAreRequired
    scorer = AttributionScorer(scorings)
  }

  /// Takes a line in.
  /// - Returns: what to report of it; `nil` for a good line, a blank one, and bad ones that are only counted.
  mutating func add(_ line: [UInt8]) -> String? {
    lineNumber += 1
    if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return nil }
    do throws(PathLineError) {
      try addPath(line)
      return nil
    } catch {
      refusedCount += 1
      if refusedCount == Self.reportedMax + 1 { return "further bad lines are only counted" }
      return refusedCount <= Self.reportedMax ? "line \(lineNumber): \(error.message)" : nil
    }
  }

  private mutating func addPath(_ bytes: [UInt8]) throws(PathLineError) {
    let line = try PathLine.parse(bytes)
    let lacksTimes = !line.hasTimes && line.path.touches.count > 1
    guard !(timesAreRequired && lacksTimes) else {
      throw PathLineError(
        .missing,
        "`times` is missing: time_decay needs the time of each touch, or choose another model"
      )
    }
    guard scorer.hasRoom(for: line.path) else {
      throw PathLineError(
        .tooLarge,
        "`count` or `value` takes the file beyond what is summed exactly: give values in thousands"
      )
    }
    scorer.add(line.path)
    if lacksTimes && timelessLine == nil { timelessLine = lineNumber }
    lateTouchCount += line.lateTouchCount
    hasValues = hasValues || line.hasValue
  }

  /// What the file comes to.
  /// - Parameter leavesOut: a model that can't be scored is left out with its reason; else that is an error.
  func result(leavesOut: Bool) throws -> AttributionResult {
    var models: [AttributionResult.Model] = []
    for (scoring, score) in zip(scorings, scorer.scores()) {
      switch score {
      case .success(let score):
        models.append(
          AttributionResult.Model(
            scoring: scoring,
            outcome: reasonAgainst(scoring).map { .leftOut($0) } ?? .scored(score)
          )
        )
      case .failure(let error):
        guard leavesOut else { throw Program.Failure(.badData, error.message) }
        models.append(AttributionResult.Model(scoring: scoring, outcome: .leftOut(error.message)))
      }
    }
    return AttributionResult(
      won: scorer.won,
      lost: scorer.lost,
      untouched: scorer.untouched,
      hasValues: hasValues,
      lateTouchCount: lateTouchCount,
      refusedLineCount: refusedCount,
      models: models
    )
  }

  private func reasonAgainst(_ scoring: AttributionScoring) -> String? {
    guard scoring.model == .timeDecay, let timelessLine else { return nil }
    return "needs the time of each touch, and line \(timelessLine) has no `times`"
  }
}
