/// Why a text is no schedule, or a list no time zone. The description is a sentence that says what, where and what to do;
/// it doesn't repeat the text.
public struct ScheduleError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, CaseIterable, Sendable {
    /// Neither `cron ...` nor `every ...`.
    case unknownTiming = "unknown_timing"
    case tooLong = "too_long"
    /// Not `every`, a whole number and a unit.
    case malformedInterval = "malformed_interval"
    case intervalOutOfBounds = "interval_out_of_bounds"
    /// An `@` name that isn't known.
    case unknownShortcut = "unknown_shortcut"
    /// Not five fields.
    case fieldCount = "field_count"
    /// A part of a field that isn't `*`, a value, a range or one of them with a step.
    case malformedField = "malformed_field"
    case valueOutOfBounds = "value_out_of_bounds"
    /// A range whose end is before its begin.
    case reversedRange = "reversed_range"
    case invalidStep = "invalid_step"
    /// The calendar has no such day, as 30 February.
    case neverHappens = "never_happens"
    /// Changes of a time zone that are out of order, or an offset of more than a day.
    case invalidOffsets = "invalid_offsets"
  }

  public let code: Code
  /// One sentence for whoever wrote it.
  public let message: String

  /// The same thing is refused the same way again.
  public var isRetriable: Bool { false }
  public var description: String { message }

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
