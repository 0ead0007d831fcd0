import EventModel

/// The instants that are whole intervals from an anchor. Instants are in the years 1 to 9999.
struct AlignedInterval {
  private let microseconds: Int
  /// How far after the zeroth of all instants, that of 1970, the anchor's are.
  private let phase: Int

  init(_ interval: ScheduleInterval, anchor: Timestamp) {
    microseconds = Int(interval.timeInterval.microseconds)
    phase = Int(anchor.microseconds).dividedDown(by: microseconds).remainder
  }

  /// The number of the last that isn't after an instant.
  func number(at instant: Timestamp) -> Int {
    (Int(instant.microseconds) - phase).dividedDown(by: microseconds).quotient
  }

  func first(after instant: Timestamp) -> Timestamp { timestamp(number(at: instant) + 1) }

  func last(through instant: Timestamp) -> Timestamp { timestamp(number(at: instant)) }

  private func timestamp(_ number: Int) -> Timestamp {
    Timestamp(microseconds: Int64(number * microseconds + phase))
  }
}
