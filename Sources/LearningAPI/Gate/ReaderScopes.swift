import Access
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
    let teams: JSONValue?
    let readAt: Timestamp
  }

  private let known = Mutex<[TenantID: Known]>([:])

  func scope(of principal: Principal, in postgres: PostgresPool, now: Timestamp) async throws -> RepScope {
    switch principal.role {
    case .executive, .operator: return .everyone
    case .rep: return .reps([principal.userID], includesUnassigned: true)
    case .manager:
      guard let team = principal.teamID, let teams = try await teams(of: principal.tenantID, postgres, now) else {
        return .everyone
      }
      return .reps(Self.reps(of: team, in: teams), includesUnassigned: true)
    }
  }

  private func teams(of tenant: TenantID, _ postgres: PostgresPool, _ now: Timestamp) async throws -> JSONValue? {
    if let known = known.withLock({ $0[tenant] }), Double((now - known.readAt).microseconds) < Self.freshSeconds * 1e6 {
      return known.teams
    }
    let settings = try await postgres.send(LoadSettings([tenant]))
    let teams = try settings.first { $0.key == Self.setting }.map { try JSONParser.parse(Array($0.value.utf8)) }
    known.withLock { known in
      if known.count >= Self.tenantCountMax { known = [:] }
      known[tenant] = Known(teams: teams, readAt: now)
    }
    return teams
  }

  private static let setting = "teams"

  private static func reps(of team: String, in teams: JSONValue) -> Set<String> {
    guard case .array(let reps)? = teams[team] else { return [] }
    return Set(
      reps.compactMap { rep in
        if case .string(let text) = rep { text } else { nil }
      }
    )
  }
}
