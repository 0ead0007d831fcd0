import Access
import Analytics
import Coaching
import EventModel
import PostgresClient
import Store
import Synchronization

/// What a principal may see: a rep the own rows, a manager the team's, an executive and an operator the tenant's.
///
/// Rows that name no rep are everybody's: an agent that isn't told whose customers it writes to acts for the whole team. A
/// team's reps are listed by the tenant's setting `teams`; a tenant without that setting has one team.
final class ReaderScopes: Sendable {
  /// How long a tenant's teams are believed without a look, in seconds.
  static let freshSeconds = 30.0
  private static let tenantCountMax = 10_000

  private struct Known {
    let teams: [TeamID: Set<RepID>]
    let readAt: Timestamp
  }

  private let known = Mutex<[TenantID: Known]>([:])

  func scope(of principal: Principal, in postgres: PostgresPool, now: Timestamp) async throws -> RepScope {
    switch principal.role {
    case .executive, .operator: return .everyone
    case .rep: return .reps([principal.userID], includesUnassigned: true)
    case .manager:
      guard let team = principal.teamID else { return .everyone }
      let teams = try await teams(of: principal.tenantID, postgres, now)
      if teams.isEmpty { return .everyone }
      return .reps(Set((teams[TeamID(team)] ?? []).map(\.text)), includesUnassigned: true)
    }
  }

  private func teams(
    of tenant: TenantID,
    _ postgres: PostgresPool,
    _ now: Timestamp
  ) async throws -> [TeamID: Set<RepID>] {
    if let known = known.withLock({ $0[tenant] }), Double((now - known.readAt).microseconds) < Self.freshSeconds * 1e6 {
      return known.teams
    }
    let settings = try await postgres.send(LoadSettings([tenant]))
    let values = Dictionary(settings.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let teams = try AnalyticsPolicy(settings: values).teams
    known.withLock { known in
      if known.count >= Self.tenantCountMax { known = [:] }
      known[tenant] = Known(teams: teams, readAt: now)
    }
    return teams
  }
}
