/// What a difference is worth once it was looked at within the strata of every other attribute.
public enum CoachingVerdict: Hashable, Sendable {
  /// The difference is there at equal value of every other attribute too. Only this is a pattern.
  case holds
  /// At equal value of that attribute most of the difference is gone.
  case explained(by: CoachingAttribute)
  /// At equal value of that attribute the difference has the other sign (Simpson's paradox).
  case reversed(by: CoachingAttribute)
  /// The outcomes don't suffice to tell the value apart from that attribute.
  case tooFewSamples(within: CoachingAttribute)
}
