/// A way by which a tenant's people are reached.
public struct Channel: Hashable, Sendable {
  /// The tenant's own name of it: up to 40 lower-case letters, digits, `-` and `_`.
  public let name: String
  public let target: ChannelTarget
  public let reports: ReportFilter
  /// The least severity of alerts that it takes; `nil` takes none.
  public let alerts: Notice.Severity?

  public init(name: String, target: ChannelTarget, reports: ReportFilter = .none, alerts: Notice.Severity? = nil) {
    self.name = name
    self.target = target
    self.reports = reports
    self.alerts = alerts
  }

  public var kind: ChannelKind { target.kind }

  /// Whether a notice is for this channel. A test is for the channel that it is sent to, and for none by itself.
  public func takes(_ notice: Notice) -> Bool {
    switch notice.subject.kind {
    case .report: notice.report.map(reports.takes) ?? (reports == .all)
    case .alert: alerts.map { notice.severity >= $0 } ?? false
    case .test: false
    }
  }
}

/// The form in which a channel says something.
public enum ChannelKind: String, CaseIterable, Sendable {
  /// A Slack incoming webhook, and whatever understands its format.
  case slack
  /// Plain JSON.
  case webhook
  /// A mail.
  case mail
}

/// Where a channel leads to.
public enum ChannelTarget: Hashable, Sendable {
  case slack(WebhookAddress)
  /// The secret signs each request; without one nothing does.
  case webhook(WebhookAddress, secret: WebhookSecret?)
  /// At least one recipient.
  case mail([MailAddress])

  public var kind: ChannelKind {
    switch self {
    case .slack: .slack
    case .webhook: .webhook
    case .mail: .mail
    }
  }
}

/// Which reports a channel takes.
public enum ReportFilter: Hashable, Sendable {
  case none
  case all
  /// Those of one of the kinds, for one of the audiences; `nil` is any of them. A report that names no audience is
  /// everybody's.
  case some(kinds: Set<String>?, audiences: Set<String>?)

  public func takes(_ report: Notice.Report) -> Bool {
    switch self {
    case .none: return false
    case .all: return true
    case .some(let kinds, let audiences):
      if let kinds, !kinds.contains(report.kind) { return false }
      if let audiences, let audience = report.audience { return audiences.contains(audience) }
      return true
    }
  }
}
