public import Analytics
public import EventModel
import PostgresClient
import Reports

/// Whose reports somebody may see.
public enum ReportReaders: Hashable, Sendable {
  /// Everybody's.
  case everyone
  /// A manager's, of every team and of the tenant as a whole.
  case managers
  /// A manager's, of one team.
  case team(TeamID)
}

extension PostgresParameters {
  /// Two parameters: the audience and the team, each null for any.
  mutating func append(_ readers: ReportReaders) {
    let (audience, team): (ReportAudience?, TeamID?) =
      switch readers {
      case .everyone: (nil, nil)
      case .managers: (.manager, nil)
      case .team(let team): (.manager, team)
      }
    append(audience?.rawValue)
    append(team?.text)
  }
}
