public import Coaching
public import EventModel

/// Whose figures a document holds.
public enum AnalyticsScope: Hashable, Sendable {
  /// One rep's own.
  case rep(RepID)
  /// Those of a team's reps.
  case team(TeamID, Set<RepID>)
  /// Everybody's, and what names no rep.
  case tenant

  func contains(_ repID: RepID?) -> Bool {
    switch self {
    case .rep(let own): repID == own
    case .team(_, let reps): repID.map { reps.contains($0) } ?? false
    case .tenant: true
    }
  }

  var json: JSONValue {
    switch self {
    case .rep(let repID): .object([.text("kind", "rep"), .text("rep_id", repID.text)])
    case .team(let team, let reps):
      .object([
        .text("kind", "team"), .text("team_id", team.text),
        JSONMember("rep_ids", .array(reps.sorted().map { .string($0.text) })),
      ])
    case .tenant: .object([.text("kind", "tenant")])
    }
  }
}
