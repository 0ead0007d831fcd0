/// The values that one field of a cron expression takes.
struct CronField: Hashable, Sendable {
  /// Bit n stands for the value n.
  let values: UInt64
  /// Whether the field begins with `*`: such a field of days doesn't restrict, even with a step.
  let beginsWithStar: Bool

  init(values: UInt64, beginsWithStar: Bool) {
    self.values = values
    self.beginsWithStar = beginsWithStar
  }

  /// Parses items apart by commas, in lower case.
  init(_ bytes: some Collection<UInt8>, kind: CronFieldKind) throws(ScheduleError) {
    var values: UInt64 = 0
    let items = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for (index, item) in items.enumerated() {
      let reader = CronItemReader(kind: kind, place: items.count == 1 ? nil : index + 1)
      values |= try reader.values(of: Array(item))
    }
    self.init(values: values, beginsWithStar: bytes.first == UInt8(ascii: "*"))
  }

  /// The lowest value; a field has one.
  var first: Int { values.trailingZeroBitCount }
  /// The highest value.
  var last: Int { UInt64.bitWidth - 1 - values.leadingZeroBitCount }

  func contains(_ value: Int) -> Bool { (values >> UInt64(value)) & 1 == 1 }

  /// The lowest value that isn't below one.
  func first(from value: Int) -> Int? {
    let rest = (values >> UInt64(value)) << UInt64(value)
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  /// The highest value that isn't above one of up to 62.
  func last(through value: Int) -> Int? {
    let rest = values & ((1 << UInt64(value + 1)) - 1)
    return rest == 0 ? nil : UInt64.bitWidth - 1 - rest.leadingZeroBitCount
  }
}
