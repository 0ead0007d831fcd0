import Analytics
import Coaching

extension AnalyticsScope {
  /// Whether the figures of this rep, or of nobody's actions, are among those that the scope shows.
  func covers(_ repID: RepID?) -> Bool {
    switch self {
    case .rep(let own): repID == own
    case .team(_, let reps): repID.map(reps.contains) ?? false
    case .tenant: true
    }
  }
}
