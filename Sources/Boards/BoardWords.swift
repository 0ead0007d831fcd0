import Analytics
import EventModel
import Reports

/// Sentences of headlines, and values in words.
enum BoardWords {
  /// `Of 120 decided e-mails of the last 7 days 34.2 % was answered well.`
  static func rate(_ metric: Metric?, of thing: String, _ verb: String, _ days: String) -> String {
    guard let metric, let rate = metric.figure.value else {
      return "Nothing of the last \(days) is decided yet."
    }
    return "Of \(Words.count(metric.figure.sampleSize, thing)) of the last \(days) "
      + "\(ValueText.text(rate, unit: metric.unit)) \(verb)."
  }

  /// What was saved, where that is known.
  static func value(_ document: AnalyticsDocument, _ days: String) -> String {
    guard let saved = document[.timeSavedValue], let value = saved.figure.value else {
      guard let hours = document[.timeSaved], let value = hours.figure.value else {
        return "What the agent saves isn't known: its assumptions aren't set."
      }
      return "In the last \(days) the agent saved \(ValueText.text(value, unit: hours.unit)) of people's time."
    }
    return "In the last \(days) the agent saved people's time worth \(ValueText.text(value, unit: saved.unit))."
  }

  static func waiting(_ tasks: [BoardTaskList]) -> String {
    let count = tasks.reduce(0) { $0 + $1.tasks.count }
    if count == 0 { return "Nothing waits for you." }
    let things = Words.count(Int64(count), "thing")
    if tasks.contains(where: \.isCut) { return "More than \(things) wait for you." }
    return "\(things) \(count == 1 ? "waits" : "wait") for you."
  }

  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ValueText.none
    case .bool(let flag): flag ? "yes" : "no"
    case .number(let number): number.text
    case .string(let text): text
    case .array(let elements): elements.map(text).joined(separator: ", ")
    case .object(let members): members.map { "\(Words.plain($0.name)): \(text($0.value))" }.joined(separator: ", ")
    }
  }
}
