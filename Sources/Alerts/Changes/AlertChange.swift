public import EventModel

/// What people are to be told about one alert.
public struct AlertChange: Sendable, Equatable {
  public let id: AlertID
  public let rule: AlertRuleName
  public let subject: AlertSubject
  public let event: AlertEvent
  public let severity: AlertSeverity
  /// The time that was looked at; of one alert and event there is one change for it.
  public let at: Timestamp
  /// A headline.
  public let title: String
  /// Sentences.
  public let lines: [String]
  /// Names and values, for a table.
  public let facts: [AlertObservation.Fact]
  /// The same for programs.
  public let document: JSONValue
}

extension AlertChange {
  init(_ event: AlertEvent, _ alert: Alert, _ observation: AlertObservation, at now: Timestamp) {
    let lines = observation.lines
    let advice = observation.advice.map { [$0] } ?? []
    let open = PeriodText.duration((alert.resolvedAt ?? now) - alert.openedAt)
    id = alert.id
    rule = alert.rule
    subject = alert.subject
    self.event = event
    severity = alert.severity
    self.at = now
    switch event {
    case .firing:
      title = alert.title
      self.lines = lines + advice
    case .reminder:
      title = "Still open: \(alert.title)"
      self.lines = ["It has been open for \(open), and nobody has acknowledged it."] + lines + advice
    case .resolved:
      title = "Resolved: \(alert.title)"
      self.lines = [Self.sentence(alert.ending ?? .recovered, after: open)] + lines
    }
    self.facts =
      [
        .init("Severity", alert.severity.rawValue), .init("Rule", alert.rule.rawValue),
        .init("Subject", alert.subject.text), .init("Opened", alert.openedAt.rfc3339),
      ] + observation.facts
    document = .object([
      "event": .string(event.rawValue),
      "at": .time(now),
      "alert": alert.json,
    ])
  }

  private static func sentence(_ ending: AlertEnding, after duration: String) -> String {
    switch ending {
    case .recovered: "It was open for \(duration), and is well again."
    case .unmeasured: "After \(duration) it ends because there is no data any more; whether all is well, nobody knows."
    case .disabled: "After \(duration) it ends because its rule was switched off."
    }
  }
}

extension Alert {
  /// The alert for programs.
  public var json: JSONValue {
    .object([
      "alert_id": .string(id.description),
      "rule": .string(rule.rawValue),
      "subject": .string(subject.text),
      "severity": .string(severity.rawValue),
      "state": .string(state.rawValue),
      "opened_at": .time(openedAt),
      "last_seen_at": .time(lastSeenAt),
      "resolved_at": .time(resolvedAt),
      "ending": .text(ending?.rawValue),
      "acknowledged_at": .time(acknowledgedAt),
      "acknowledged_by": .text(acknowledgedBy),
      "note": .text(note),
      "unmeasured_since": .time(unmeasuredSince),
      "observed": .real(figures.observed),
      "threshold": .real(figures.threshold),
      "baseline": .real(figures.baseline),
      "sample_count": .count(figures.sampleCount),
      "title": .string(title),
      "explanation": .string(explanation),
      "evidence": evidence,
      "revision": .count(revision),
    ])
  }
}

extension AlertSilence {
  /// The silence for programs.
  public var json: JSONValue {
    .object([
      "silence_id": .string(id.description),
      "rule": .text(rule?.rawValue),
      "subject": .text(subject?.text),
      "starts_at": .time(startsAt),
      "ends_at": .time(endsAt),
      "reason": .string(reason),
      "created_by": .string(createdBy),
      "created_at": .time(createdAt),
    ])
  }
}
