import Calibration
import Delivery
import Documents
import EventModel
import Store
import Streams
import Workers

/// The fleet's status as one JSON object: lists are never null, what isn't known is.
enum StatusJSON {
  static func document(_ status: FleetStatus) -> JSONValue {
    var unavailable: [JSONValue] = []
    func seen<Value>(_ result: Result<Value, any Error>, store: String) -> Value? {
      switch result {
      case .success(let value): return value
      case .failure(let error):
        let text = Program.failure(from: error).description
        unavailable.append(.object(["store": .string(store), "error": .string(text)]))
        return nil
      }
    }
    let streams = seen(status.streams, store: "redis")
    let records = seen(status.records, store: "postgresql")
    return .object([
      "time": .time(status.time),
      "unavailable": .array(unavailable),
      "streams": .array((streams ?? []).map { stream($0, at: status.time) }),
      "due_conversations": .count(records?.dueConversationCount),
      "due_because_of_settings": .count(records?.settingDueCount),
      "due_because_of_settings_since": .time(records?.settingDueSince),
      "outbox_depth": .count(records?.outboxCount),
      "rollup_changes": .count(records?.rollupChangeCount),
      "overdue_outcomes": .count(records.map { $0.outcomes.reduce(0) { $0 + $1.overdueCount } }),
      "events": .array(
        (records?.events ?? []).map { row in
          .object(["event_type": .string(row.eventType.rawValue), "count": .count(row.count)])
        }
      ),
      "outcomes": .array(
        (records?.outcomes ?? []).map { row in
          .object([
            "tenant_id": .string(row.tenantID.description), "outcome_type": .string(row.outcomeType.rawValue),
            "status": .string(row.status.rawValue), "count": .count(row.count), "overdue": .count(row.overdueCount),
          ])
        }
      ),
      "calibration": .array((records?.calibration ?? []).map(calibration)),
    ])
  }

  private static func stream(_ stream: FleetStatus.Stream, at now: Timestamp) -> JSONValue {
    .object([
      "key": .string(stream.key.text),
      "event_type": .string(stream.key.eventType.rawValue),
      "tenant_id": .text(stream.key.tenant?.description),
      "group": .string(stream.group.rawValue),
      "group_exists": .bool(stream.groupExists),
      "length": .count(stream.length),
      "unread": .count(stream.unreadCount),
      "backlog_known": .bool(stream.unreadCount != nil),
      "pending": .count(stream.pendingCount),
      "oldest_waiting_at": .time(stream.oldestWaitingSince),
      "oldest_waiting_age_seconds": .seconds(stream.oldestWaitingSince.map { max(now - $0, .seconds(0)) }),
      "dead_letters": .count(stream.deadLetterCount),
      "lost_unread": .count(stream.lostCount),
    ])
  }

  private static func calibration(_ entry: FleetStatus.ActionCalibration) -> JSONValue {
    .object([
      "tenant_id": .string(entry.tenantID.description),
      "action_type": .string(entry.actionType.text),
      "sample_count": .count(entry.summary.sampleCount),
      "unmatured_count": .count(entry.unmaturedCount),
      "weight_sum": .real(entry.summary.weightSum),
      "mean_confidence": .real(entry.summary.meanConfidence),
      "base_rate": .real(entry.summary.baseRate),
      "brier_score": .real(entry.summary.brierScore),
      "expected_calibration_error": .real(entry.summary.expectedCalibrationError),
      "bins": .array(entry.summary.curve.points.map(CurveJSON.point)),
    ])
  }
}
