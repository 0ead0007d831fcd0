/// Reads one item of a field: `*`, `5`, `mon-fri`, and each of them with a step, as `*/15`.
struct CronItemReader {
  let kind: CronFieldKind
  /// The item's number in its list; `nil` where it stands alone.
  let place: Int?

  private static let numberDigitCountMax = 2

  /// The values of the item, bit n for the value n.
  func values(of item: [UInt8]) throws(ScheduleError) -> UInt64 {
    let parts = item.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let rangeText = parts.first, !rangeText.isEmpty, parts.count <= 2 else { throw malformed }
    let step = try parts.count == 2 ? readStep(parts[1]) : nil
    let range = try readRange(rangeText, isOpen: step != nil)
    var values: UInt64 = 0
    for value in stride(from: range.lowerBound, through: range.upperBound, by: step ?? 1) {
      // 7 is Sunday, as 0 is.
      values |= 1 << UInt64(kind == .dayOfWeek ? value % 7 : value)
    }
    return values
  }

  /// `isOpen`: a single value with a step stands for all from it on.
  private func readRange(_ text: ArraySlice<UInt8>, isOpen: Bool) throws(ScheduleError) -> ClosedRange<Int> {
    if text.elementsEqual([UInt8(ascii: "*")]) { return kind.bounds.lowerBound...kind.valueMax }
    let ends = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let firstText = ends.first, ends.count <= 2 else { throw malformed }
    let first = try readValue(firstText)
    guard ends.count == 2 else { return first...(isOpen ? max(first, kind.valueMax) : first) }
    var last = try readValue(ends[1])
    // A week may end with its Sunday by name: fri-sun.
    if kind == .dayOfWeek, last == 0, first > 0, ends[1].first != UInt8(ascii: "0") { last = 7 }
    guard first <= last else {
      throw ScheduleError(
        .reversedRange,
        "\(subject) has a range that ends before it begins; write its lower end first."
      )
    }
    return first...last
  }

  private func readValue(_ text: ArraySlice<UInt8>) throws(ScheduleError) -> Int {
    if let index = kind.names.firstIndex(where: { text.elementsEqual($0.utf8) }) {
      return index + kind.bounds.lowerBound
    }
    guard let number = try readNumber(text), kind.bounds.contains(number) else { throw outOfBounds }
    return number
  }

  private func readStep(_ text: ArraySlice<UInt8>) throws(ScheduleError) -> Int {
    let stepMax = kind.valueMax - kind.bounds.lowerBound + 1
    guard let step = try readNumber(text), (1...stepMax).contains(step) else {
      throw ScheduleError(.invalidStep, "\(subject) has a step out of bounds; write one from 1 to \(stepMax).")
    }
    return step
  }

  /// `nil` where there are more digits than any value has.
  private func readNumber(_ text: ArraySlice<UInt8>) throws(ScheduleError) -> Int? {
    guard !text.isEmpty, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      throw malformed
    }
    guard text.count <= Self.numberDigitCountMax else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private var subject: String {
    let field = "\(kind.rawValue + 1) (\(kind.label)) of the cron expression"
    return place.map { "Item \($0) of field \(field)" } ?? "Field \(field)"
  }

  private var malformed: ScheduleError {
    ScheduleError(
      .malformedField,
      "\(subject) is not understood; write `*`, a value, a range as `a-b`, or one of them with a step as `a-b/n`, of "
        + "\(kind.expectation)."
    )
  }

  private var outOfBounds: ScheduleError {
    ScheduleError(.valueOutOfBounds, "\(subject) has a value out of bounds; write \(kind.expectation).")
  }
}
