public import EventModel

// The kind exists as a type only: no value of it is ever made.
public enum AlertSilenceKind {}

public typealias AlertSilenceID = UUIDIdentifier<AlertSilenceKind>

/// For some time nobody is told of some alerts. What is open, and since when, goes on as without it.
public struct AlertSilence: Hashable, Sendable {
  /// How long one may last.
  public static let durationMax = TimeInterval.days(90)

  public let id: AlertSilenceID
  /// `nil` is every rule.
  public let rule: AlertRuleName?
  /// `nil` is every subject.
  public let subject: AlertSubject?
  public let startsAt: Timestamp
  /// It is no longer in force from here on.
  public let endsAt: Timestamp
  /// A sentence.
  public let reason: String
  public let createdBy: String
  public let createdAt: Timestamp

  /// Traps where it doesn't end after it starts.
  public init(
    id: AlertSilenceID,
    rule: AlertRuleName?,
    subject: AlertSubject?,
    startsAt: Timestamp,
    endsAt: Timestamp,
    reason: String,
    createdBy: String,
    createdAt: Timestamp
  ) {
    precondition(startsAt < endsAt, "a silence ends after it starts")
    self.id = id
    self.rule = rule
    self.subject = subject
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.reason = reason
    self.createdBy = createdBy
    self.createdAt = createdAt
  }

  /// Whether it is in force, and about this.
  public func covers(_ rule: AlertRuleName, _ subject: AlertSubject, at now: Timestamp) -> Bool {
    startsAt <= now && now < endsAt && self.rule ?? rule == rule && self.subject ?? subject == subject
  }
}
