import Attribution
import Documents
import EventModel

/// A scored file of paths as lines for a person.
struct AttributionText {
  private let result: AttributionResult

  init(_ result: AttributionResult) {
    self.result = result
  }

  func lines() -> [String] {
    var lines = summary
    if result.models.count == 1, let score = result.models[0].score {
      return lines + ["", title(of: score)] + table(of: score)
    }
    lines += ["", "share of the conversions, in %"] + sideBySide(\.won.share)
    lines += ["", "share of the losses, in %"] + sideBySide(\.lost.share)
    let leftOut = result.models.compactMap { model in
      model.reason.map { "\(model.scoring.model.rawValue) is left out: \($0)" }
    }
    return lines + (leftOut.isEmpty ? [] : [""]) + leftOut
  }

  private var summary: [String] {
    let count = result.won.count + result.lost.count
    var line = "\(NumberText.count(count)) paths: \(NumberText.count(result.won.count)) won"
    if let rate = result.conversionRate { line += " (\(percent(rate)) %)" }
    line += ", \(NumberText.count(result.lost.count)) lost"
    if result.hasValues {
      line += "; worth \(amount(result.won.value)) won" + (hasLostValues ? ", \(amount(result.lost.value)) lost" : "")
    }
    var lines = [line]
    if result.untouched.count > 0 {
      lines.append("\(NumberText.count(result.untouched.count)) more paths have no touches and count nowhere")
    }
    if result.lateTouchCount > 0 {
      lines.append("\(NumberText.count(result.lateTouchCount)) touches came after their conversion and are left out")
    }
    if result.refusedLineCount > 0 {
      lines.append("\(NumberText.count(result.refusedLineCount)) bad lines are left out")
    }
    return lines
  }

  private func title(of score: AttributionScore) -> String {
    let scoring = score.scoring
    let name = scoring.model.rawValue
    switch scoring.model {
    case .linear, .firstTouch, .lastTouch, .custom, .positionBased, .wShaped: return name
    case .timeDecay: return "\(name), half-life \(NumberText.fixed(scoring.parameters.halfLifeDays)) days"
    case .markov:
      return "\(name), order \(scoring.markovOrder), \(NumberText.count(score.markovStateCount ?? 0)) states"
    case .shapley: return "\(name), \(scoring.shapleyGame.rawValue) game"
    }
  }

  /// One model: who is credited with what, the most first.
  private func table(of score: AttributionScore) -> [String] {
    let wonColumns = columns(of: score, hasValues: result.hasValues)
    let lostColumns = columns(of: score, hasValues: hasLostValues)
    var table = Table(
      [.left("action type"), .right("conversions")] + wonColumns.map { .right($0.title) }
        + [.right("losses")] + lostColumns.map { .right($0.title) }
    )
    for line in score.lines.sorted(by: Self.precedes) {
      table.add(
        [line.actionType.text, NumberText.fixed(line.won.pathCount)] + wonColumns.map { $0.cell(line.won) }
          + [NumberText.fixed(line.lost.pathCount)] + lostColumns.map { $0.cell(line.lost) }
      )
    }
    return table.lines()
  }

  /// What stands behind the number of paths that are credited.
  private func columns(
    of score: AttributionScore,
    hasValues: Bool
  ) -> [(title: String, cell: (AttributionScore.Part) -> String)] {
    var columns: [(title: String, cell: (AttributionScore.Part) -> String)] = [("share %", { percent($0.share) })]
    if hasValues { columns.append(("value", { amount($0.value) })) }
    if score.scoring.model == .markov {
      columns += [("effect %", { percent($0.removalEffect) }), ("of effects %", { percent($0.effectShare) })]
    }
    return columns
  }

  private var hasLostValues: Bool { result.lost.valueMicros > 0 }

  private static func precedes(_ left: AttributionScore.Line, _ right: AttributionScore.Line) -> Bool {
    if left.won.pathCount != right.won.pathCount { return left.won.pathCount > right.won.pathCount }
    return left.actionType < right.actionType
  }

  /// All models: a row for each action type, a column for each model.
  private func sideBySide(_ share: KeyPath<AttributionScore.Line, Double?>) -> [String] {
    let scores = result.models.compactMap(\.score)
    var table = Table([.left("action type")] + scores.map { .right($0.scoring.model.rawValue) })
    for (index, line) in (scores.first?.lines ?? []).enumerated() {
      table.add([line.actionType.text] + scores.map { percent($0.lines[index][keyPath: share]) })
    }
    return table.lines()
  }

  private func percent(_ share: Double?) -> String { NumberText.fixed(share.map { $0 * 100 }, decimals: 1) }

  private func amount(_ value: Double) -> String { NumberText.fixed(value) }
}
