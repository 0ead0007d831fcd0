extension PatternEvidence {
  /// Both rates with their numbers, and the difference with its interval. It says what was seen, and no cause.
  var comparisonSentence: String {
    let (rate, restRate) = (FigureText.tenths(comparison.groupRate), FigureText.tenths(comparison.restRate))
    let group = value.phrase(comparison.group.trials)
    let rest = value.attribute.restPhrase(comparison.rest.trials)
    let points = FigureText.signed(tenths: rate - restRate)
    let interval = FigureText.interval(differenceInterval, confidence: confidence)
    return "Of \(group) \(FigureText.decimal(tenths: rate)) % succeeded, against "
      + "\(FigureText.decimal(tenths: restRate)) % of \(rest) (\(points) points, \(interval))."
  }

  /// The same at equal value of a rival: `+8 points (95 % interval +3.1 to +12.9)`.
  func text(_ stratified: StratifiedComparison) -> String {
    let points = FigureText.signed(tenths: FigureText.tenths(stratified.difference))
    return "\(points) points (\(FigureText.interval(stratified.interval, confidence: confidence)))"
  }
}

extension CoachingPattern {
  /// The pattern in words, with its evidence.
  public var sentence: String {
    guard let rival = evidence.strongestRival, let stratified = rival.comparison else {
      return evidence.comparisonSentence + " There was no other attribute to check it against."
    }
    return evidence.comparisonSentence
      + " At equal \(rival.attribute.noun) the difference is \(evidence.text(stratified))."
  }
}

extension ConfoundedDifference {
  /// The difference in words, and why it is no pattern.
  public var sentence: String { "\(evidence.comparisonSentence) \(objection)" }

  private var objection: String {
    let left = evidence.strongestRival?.comparison.map { evidence.text($0) } ?? "not known"
    return switch verdict {
    case .holds: "It holds."
    case .explained(by: let rival):
      "But at equal \(rival.noun) the difference is \(left): the \(rival.noun) accounts for most of it."
    case .reversed(by: let rival): "But at equal \(rival.noun) it is the other way round: \(left)."
    case .tooFewSamples(within: let rival):
      "But there are too few outcomes at equal \(rival.noun) to tell the one from the other."
    }
  }
}
