public import EventModel
import FoundationEssentials

/// One alert: opened once for a rule and a subject, and open until it ends.
public struct Alert: Sendable, Equatable {
  public enum State: String, CaseIterable, Hashable, Sendable {
    /// Open, and nobody's yet.
    case firing
    /// Open, and somebody takes care of it.
    case acknowledged
    case resolved
  }

  public let id: AlertID
  public let rule: AlertRuleName
  public let subject: AlertSubject
  public var severity: AlertSeverity
  public let openedAt: Timestamp
  /// When it was last seen to be bad.
  public var lastSeenAt: Timestamp
  public var resolvedAt: Timestamp?
  /// Why it ended; `nil` while it is open.
  public var ending: AlertEnding?
  public var acknowledgedAt: Timestamp?
  public var acknowledgedBy: String?
  /// What whoever acknowledged it noted.
  public var note: String?
  /// Since when there is no data; `nil` while there is.
  public var unmeasuredSince: Timestamp?
  /// The numbers of the last look.
  public var figures: AlertObservation.Figures
  /// The headline at its opening.
  public let title: String
  /// Sentences about the last look, a line each.
  public var explanation: String
  /// Of its opening.
  public let evidence: JSONValue
  /// From 1, raised by every change.
  public var revision: Int64

  public init(
    id: AlertID,
    rule: AlertRuleName,
    subject: AlertSubject,
    severity: AlertSeverity,
    openedAt: Timestamp,
    lastSeenAt: Timestamp,
    resolvedAt: Timestamp? = nil,
    ending: AlertEnding? = nil,
    acknowledgedAt: Timestamp? = nil,
    acknowledgedBy: String? = nil,
    note: String? = nil,
    unmeasuredSince: Timestamp? = nil,
    figures: AlertObservation.Figures,
    title: String,
    explanation: String,
    evidence: JSONValue,
    revision: Int64 = 1
  ) {
    self.id = id
    self.rule = rule
    self.subject = subject
    self.severity = severity
    self.openedAt = openedAt
    self.lastSeenAt = lastSeenAt
    self.resolvedAt = resolvedAt
    self.ending = ending
    self.acknowledgedAt = acknowledgedAt
    self.acknowledgedBy = acknowledgedBy
    self.note = note
    self.unmeasuredSince = unmeasuredSince
    self.figures = figures
    self.title = title
    self.explanation = explanation
    self.evidence = evidence
    self.revision = revision
  }

  public var state: State {
    if resolvedAt != nil { return .resolved }
    return acknowledgedAt == nil ? .firing : .acknowledged
  }

  public var isOpen: Bool { resolvedAt == nil }
}

extension AlertID {
  /// UUIDv5 with the tenant's UUID as namespace: the same for whoever opens the same alert at the same time. The subject
  /// comes last, since any text may be a name.
  public init(tenant: TenantID, rule: AlertRuleName, subject: AlertSubject, openedAt: Timestamp) {
    let name = "alert/\(rule.rawValue)/\(openedAt.microseconds)/\(subject.text)"
    self.init(UUID(namespace: tenant.uuid, name: name))
  }
}
