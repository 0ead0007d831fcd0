public import Alerts

/// What is remembered of one rule and subject.
public struct AlertStateRow: Hashable, Sendable {
  public let rule: AlertRuleName
  public let subject: AlertSubject
  public let state: AlertState

  public init(rule: AlertRuleName, subject: AlertSubject, state: AlertState) {
    self.rule = rule
    self.subject = subject
    self.state = state
  }
}
