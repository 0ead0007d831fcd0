import Coaching
import EventModel

extension Standing {
  /// Both rates with their numbers, and the difference at equal value of the other dimension. It says what was seen,
  /// and no cause.
  var sentence: String {
    let (rate, restRate) = (FigureText.tenths(comparison.groupRate), FigureText.tenths(comparison.restRate))
    let (trials, restTrials) = (comparison.group.trials, comparison.rest.trials)
    let points = FigureText.signed(tenths: FigureText.tenths(stratified.difference))
    let interval = FigureText.interval(stratified.interval, confidence: 0.95)
    return "Of \(FigureText.count(trials)) decided actions \(subject) \(FigureText.decimal(tenths: rate)) % succeeded, "
      + "against \(FigureText.decimal(tenths: restRate)) % of the \(FigureText.count(restTrials)) others; "
      + "at equal \(otherNoun) the difference is \(points) points (\(interval))."
  }

  /// What a row of a breakdown says of it.
  var details: [JSONMember] {
    var members: [JSONMember] = [
      .number("difference", comparison.difference),
      .number("difference_at_equal_\(otherLabel)", stratified.difference),
      JSONMember(
        "difference_interval",
        .array([
          .number(JSONNumber(stratified.interval.lower)), .number(JSONNumber(stratified.interval.upper)),
        ])
      ),
      .number("adjusted_p_value", adjustedProbability),
    ]
    if let flag { members += [.text("flag", flag.rawValue), .text("sentence", sentence)] }
    return members
  }

  private var subject: String {
    guard case .named(let name) = value else { return "of others" }
    return switch dimension {
    case .rep: "for the rep \"\(name)\""
    case .actionType: "of the type \"\(name)\""
    case .channel: "over the channel \"\(name)\""
    }
  }

  private var otherNoun: String { dimension == .rep ? "action type" : "rep" }
  private var otherLabel: String { dimension == .rep ? "action_type" : "rep" }
}
