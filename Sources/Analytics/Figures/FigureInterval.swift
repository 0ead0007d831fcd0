import Calibration
import Coaching
import Feedback

/// Between which bounds a figure lies, at 95 %.
public struct FigureInterval: Hashable, Sendable {
  /// By which rule.
  public enum Method: String, CaseIterable, Sendable {
    /// The score interval of a proportion (Wilson 1927).
    case wilson
    /// The interval of a proportion carried over to what follows from it, all else taken as known.
    case transformedWilson = "transformed_wilson"
    /// The difference of two independent proportions (Newcombe 1998, method 10).
    case newcombe
    /// The common difference of proportions within strata (Mantel and Haenszel, with the variance of Sato 1989).
    case mantelHaenszel = "mantel_haenszel"
    /// A mean of ratings (Agresti and Coull 1998, carried over to a scale from -1 to 1).
    case agrestiCoull = "agresti_coull"
    /// A concordance (Newcombe 2006, method 5).
    case newcombeConcordance = "newcombe_concordance"
  }

  /// Not above ``high``.
  public let low: Double
  public let high: Double
  public let method: Method

  init(low: Double, high: Double, method: Method) {
    precondition(low <= high && low.isFinite && high.isFinite, "bounds are finite and in order")
    self.low = low
    self.high = high
    self.method = method
  }

  init(_ interval: WilsonInterval) {
    self.init(low: interval.lower, high: interval.upper, method: .wilson)
  }

  init(_ interval: DifferenceInterval) {
    self.init(low: interval.lower, high: interval.upper, method: .newcombe)
  }

  init(_ estimate: IntervalEstimate, method: Method) {
    self.init(low: estimate.lower, high: estimate.upper, method: method)
  }

  /// Whether no difference, 0, lies outside.
  var excludesZero: Bool { low > 0 || high < 0 }
}
