import Coaching

/// One number with what it rests on, or the reason why there is none: unknown is never zero.
public struct Figure: Hashable, Sendable {
  /// `nil` exactly where ``missing`` says why.
  public let value: Double?
  /// How many cases it rests on; of what is said by the metric's definition.
  public let sampleSize: Int64
  /// Where the value is a proportion, a mean or follows from one, and its spread is known. Holds the value.
  public let interval: FigureInterval?
  /// A sentence.
  public let missing: String?

  private init(value: Double?, sampleSize: Int64, interval: FigureInterval?, missing: String?) {
    self.value = value
    self.sampleSize = sampleSize
    self.interval = interval
    self.missing = missing
  }

  /// A number, which must be finite.
  static func known(_ value: Double, sampleSize: Int64, interval: FigureInterval? = nil) -> Figure {
    precondition(value.isFinite, "a figure is a number")
    return Figure(value: value, sampleSize: sampleSize, interval: interval, missing: nil)
  }

  /// No number, and why.
  static func missing(_ sentence: String, sampleSize: Int64 = 0) -> Figure {
    Figure(value: nil, sampleSize: sampleSize, interval: nil, missing: sentence)
  }

  /// A proportion with its interval; missing without trials.
  static func rate(_ count: SuccessCount, missing sentence: @autoclosure () -> String) -> Figure {
    guard let rate = count.rate, let interval = count.interval else { return .missing(sentence()) }
    return .known(rate, sampleSize: count.trials, interval: FigureInterval(interval))
  }
}
