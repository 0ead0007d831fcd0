/// From where on a figure is bad, and from where on it is well again: apart, so that one that trembles in between changes
/// nothing (hysteresis).
public struct AlertThresholds: Hashable, Sendable {
  /// At or above it the figure is bad.
  public let enter: Double
  /// Below it the figure is well; not above ``enter``.
  public let leave: Double

  /// Traps where `leave` is above `enter`.
  public init(enter: Double, leave: Double) {
    precondition(leave <= enter, "a figure is well below the threshold at which it is bad")
    self.enter = enter
    self.leave = leave
  }

  /// Where a figure stands.
  /// - Parameter isSure: whether what makes it bad is more than chance.
  func standing(_ value: Double, isSure: Bool = true) -> AlertStanding {
    if value >= enter, isSure { return .bad }
    return value < leave ? .well : .between
  }
}

/// Where an observed figure stands.
public enum AlertStanding: String, CaseIterable, Hashable, Sendable {
  case well
  /// Neither: it leaves things as they are.
  case between
  case bad
  /// There is too little data to tell.
  case missing
}
