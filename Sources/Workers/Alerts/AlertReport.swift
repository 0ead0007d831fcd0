public import Alerts
public import EventModel

/// What one evaluation did.
public struct AlertReport: Sendable {
  /// A rule and something about it.
  public struct Gap: Hashable, Sendable {
    public let rule: AlertRuleName
    /// `nil` is everything that the rule watches.
    public let subject: AlertSubject?
    /// A sentence.
    public let reason: String
  }

  /// The time that was looked at.
  public let at: Timestamp
  /// `false` where somebody had evaluated that time, or a later one, before: nothing was done.
  public let isEvaluated: Bool
  /// Rules and subjects that were looked at.
  public let subjectCount: Int
  public let openedCount: Int
  public let closedCount: Int
  /// Alerts that are open after it.
  public let openCount: Int
  /// What people are to be told.
  public let changes: [AlertChange]
  /// Rules whose part couldn't be read: everything of theirs is as it was.
  public let unread: [Gap]
  /// Subjects of which there is too little data to say anything.
  public let missing: [Gap]
}

extension AlertReport {
  static func skipped(at time: Timestamp) -> AlertReport {
    AlertReport(
      at: time,
      isEvaluated: false,
      subjectCount: 0,
      openedCount: 0,
      closedCount: 0,
      openCount: 0,
      changes: [],
      unread: [],
      missing: []
    )
  }

  init(_ results: [(rule: AlertRuleName, result: AlertRound.Result)], unread: [Gap], openCount: Int, at time: Timestamp)
  {
    self.init(
      at: time,
      isEvaluated: true,
      subjectCount: results.count,
      openedCount: results.count { $0.result.transition == .opened },
      closedCount: results.count { if case .closed? = $0.result.transition { true } else { false } },
      openCount: openCount,
      changes: results.compactMap(\.result.change),
      unread: unread,
      missing: results.compactMap { rule, result in
        result.missing.map { Gap(rule: rule, subject: result.subject, reason: $0) }
      }
    )
  }

  /// The report for programs.
  public var json: JSONValue {
    .object([
      "at": .time(at),
      "evaluated": .bool(isEvaluated),
      "subject_count": .count(subjectCount),
      "opened_count": .count(openedCount),
      "closed_count": .count(closedCount),
      "open_count": .count(openCount),
      "changes": .array(changes.map(\.document)),
      "unread": .array(unread.map(Self.document)),
      "missing": .array(missing.map(Self.document)),
    ])
  }

  private static func document(_ gap: Gap) -> JSONValue {
    .object([
      "rule": .string(gap.rule.rawValue), "subject": .text(gap.subject?.text), "reason": .string(gap.reason),
    ])
  }
}
