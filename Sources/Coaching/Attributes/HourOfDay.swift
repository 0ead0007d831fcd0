/// An hour of the day: 9 is from 09:00 to before 10:00.
public struct HourOfDay: Hashable, Sendable {
  /// In 0...23.
  public let number: Int

  /// `nil` outside 0...23.
  public init?(_ number: Int) {
    guard (0..<24).contains(number) else { return nil }
    self.number = number
  }

  init(counted number: Int) {
    precondition((0..<24).contains(number), "a day has 24 hours")
    self.number = number
  }
}
