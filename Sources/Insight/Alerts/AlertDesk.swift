public import Alerts
public import EventModel
import FoundationEssentials
public import PostgresClient
public import Store

/// What people read and decide about a tenant's alerts.
public struct AlertDesk: Sendable {
  /// Silences that can be in force at once.
  public static let silenceCountMax = 1000

  private let postgres: PostgresPool
  private let tenant: TenantID
  private let now: Timestamp

  public init(of tenant: TenantID, in postgres: PostgresPool, now: Timestamp) {
    self.tenant = tenant
    self.postgres = postgres
    self.now = now
  }

  /// Why something can't be done; nothing was changed.
  public enum Obstacle: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownAlert
    /// There is nothing left to take care of.
    case alreadyResolved
    /// None of that id is in force.
    case unknownSilence
    case tooManySilences

    public var description: String {
      switch self {
      case .unknownAlert: "this tenant has no such alert; reckoner alerts list shows those there are"
      case .alreadyResolved: "the alert has ended already"
      case .unknownSilence: "this tenant has no such silence in force; reckoner alerts silences lists those there are"
      case .tooManySilences:
        "\(AlertDesk.silenceCountMax) silences are in force, and no more can be; lift those that nobody needs"
      }
    }
  }

  /// A page of alerts, the newest first.
  /// - Parameters:
  ///   - position: where the page before ended.
  ///   - countMax: at least 1.
  /// - Returns: the alerts, and where the page ends; `nil` where it is the last one.
  public func page(
    _ filter: AlertFilter,
    after position: AlertPosition?,
    countMax: Int
  ) async throws -> (alerts: [Alert], next: AlertPosition?) {
    // One more than is shown tells whether there is a next page.
    let rows = try await postgres.send(PageAlerts(of: tenant, filter, after: position, countMax: countMax + 1))
    let shown = Array(rows.prefix(countMax))
    return (shown, rows.count > countMax ? shown.last.map { AlertPosition(openedAt: $0.openedAt, id: $0.id) } : nil)
  }

  /// Takes care of an open alert: reminders end, and everything else goes on. Who came first stays; doing it again changes
  /// nothing.
  /// - Parameter note: what there is to say about it.
  /// - Returns: the alert as it is now.
  /// - Throws: an ``Obstacle``.
  public func acknowledge(_ id: AlertID, by person: String, note: String?) async throws -> Alert {
    if let alert = try await postgres.send(
      AcknowledgeAlert(id, of: tenant, by: person, note: note, now: now)
    ).first {
      return alert
    }
    guard let alert = try await postgres.send(FindAlert(id, of: tenant)).first else { throw Obstacle.unknownAlert }
    guard alert.isOpen else { throw Obstacle.alreadyResolved }
    return alert
  }

  /// The silences that are in force, those that end first first.
  public func silences() async throws -> [AlertSilence] {
    try await postgres.send(ListAlertSilences(of: tenant, at: now, countMax: Self.silenceCountMax))
  }

  /// Tells nobody of some alerts, from now on.
  /// - Parameters:
  ///   - rule: `nil` is every rule.
  ///   - subject: `nil` is every subject.
  ///   - duration: above 0, at most ``AlertSilence/durationMax``.
  ///   - reason: a sentence.
  /// - Throws: an ``Obstacle``.
  public func silence(
    _ rule: AlertRuleName?,
    _ subject: AlertSubject?,
    for duration: EventModel.TimeInterval,
    reason: String,
    by person: String
  ) async throws -> AlertSilence {
    guard try await silences().count < Self.silenceCountMax else { throw Obstacle.tooManySilences }
    let silence = AlertSilence(
      id: AlertSilenceID(UUID()),
      rule: rule,
      subject: subject,
      startsAt: now,
      endsAt: now + duration,
      reason: reason,
      createdBy: person,
      createdAt: now
    )
    _ = try await postgres.send(InsertAlertSilence(silence, of: tenant))
    return silence
  }

  /// Ends a silence.
  /// - Throws: an ``Obstacle``.
  public func lift(_ id: AlertSilenceID, by person: String) async throws {
    let lifted = try await postgres.send(LiftAlertSilence(id, of: tenant, by: person, now: now))
    if lifted.isEmpty { throw Obstacle.unknownSilence }
  }

  /// The rules as they are for the tenant.
  /// - Throws: what makes the setting none, which the checks of its change rule out.
  public func policy() async throws -> AlertPolicy {
    let rows = try await postgres.send(LoadSettings([tenant]))
    return try AlertPolicy(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }
}
