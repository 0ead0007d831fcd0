import TestSupport

/// A cron expression as a text, and as the values that its fields take by the test's own words.
struct RandomExpression {
  struct Field {
    var text: String
    var values: Set<Int>

    var beginsWithStar: Bool { text.hasPrefix("*") }
  }

  let minute: Field
  let hour: Field
  let dayOfMonth: Field
  let month: Field
  let dayOfWeek: Field

  var text: String { [minute, hour, dayOfMonth, month, dayOfWeek].map(\.text).joined(separator: " ") }

  var takesEveryHour: Bool { hour.values.count == 24 }

  func takes(_ date: WalkedDay) -> Bool {
    guard month.values.contains(date.month) else { return false }
    let byDate = dayOfMonth.values.contains(date.day)
    let byWeekday = dayOfWeek.values.contains(date.weekday)
    let isBoth = dayOfMonth.beginsWithStar || dayOfWeek.beginsWithStar
    return isBoth ? byDate && byWeekday : byDate || byWeekday
  }

  func takes(minuteOfDay: Int) -> Bool {
    hour.values.contains(minuteOfDay / 60) && minute.values.contains(minuteOfDay % 60)
  }

  init(using generator: inout TestGenerator) {
    minute = Self.field(0...59, using: &generator)
    // The hours at which clocks change.
    hour =
      generator.chance(50) ? Self.item(0...4, of: 0...23, using: &generator) : Self.field(0...23, using: &generator)
    let isAnyDay = generator.chance(40)
    dayOfMonth = isAnyDay ? Self.star(1...31) : Self.field(1...31, using: &generator)
    month = generator.chance(60) ? Self.star(1...12) : Self.field(1...12, names: Self.months, using: &generator)
    dayOfWeek = generator.chance(40) ? Self.star(0...6) : Self.field(0...6, names: Self.weekdays, using: &generator)
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  private static func star(_ bounds: ClosedRange<Int>) -> Field { Field(text: "*", values: Set(bounds)) }

  /// One item, or a list of up to three.
  private static func field(
    _ bounds: ClosedRange<Int>,
    names: [String] = [],
    using generator: inout TestGenerator
  ) -> Field {
    var field = item(bounds, of: bounds, names: names, using: &generator)
    for _ in 0..<generator.pick([0, 0, 0, 1, 2]) {
      let other = item(bounds, of: bounds, names: names, using: &generator)
      field = Field(text: field.text + "," + other.text, values: field.values.union(other.values))
    }
    return field
  }

  /// `*`, a value, a range, or one of them with a step; its ends are from a part of the bounds.
  private static func item(
    _ part: ClosedRange<Int>,
    of bounds: ClosedRange<Int>,
    names: [String] = [],
    using generator: inout TestGenerator
  ) -> Field {
    func written(_ value: Int) -> String {
      guard !names.isEmpty, generator.chance(40) else {
        return names.count == 7 && value == 0 && generator.chance(50) ? "7" : String(value)
      }
      return generator.chance(50) ? names[value - bounds.lowerBound] : names[value - bounds.lowerBound].uppercased()
    }
    let step = Int.random(in: 1...min(20, bounds.count), using: &generator)
    let first = Int.random(in: part, using: &generator)
    let last = Int.random(in: first...part.upperBound, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return star(bounds)
    case 1:
      return Field(
        text: "*/\(step)",
        values: Set(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
      )
    case 2: return Field(text: "\(first)-\(last)", values: Set(first...last))
    case 3: return Field(text: "\(first)-\(last)/\(step)", values: Set(stride(from: first, through: last, by: step)))
    case 4:
      return Field(text: "\(first)/\(step)", values: Set(stride(from: first, through: bounds.upperBound, by: step)))
    default: return Field(text: written(first), values: [first])
    }
  }
}
