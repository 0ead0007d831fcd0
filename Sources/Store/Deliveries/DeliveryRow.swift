public import EventModel
import FoundationEssentials
public import Notices
import PostgresClient

/// A delivery as it is shown.
public struct DeliveryRow: Hashable, Sendable {
  public let id: DeliveryID
  public let subject: Notice.Subject
  public let title: String
  public let channel: String
  public let state: DeliveryState
  public let attemptCount: Int
  public let lastAttemptAt: Timestamp?
  /// While it waits.
  public let nextAttemptAt: Timestamp?
  public let deliveredAt: Timestamp?
  /// Why the last attempt failed: a sentence.
  public let lastError: String?
  public let createdAt: Timestamp

  static let columns = """
    delivery_id, subject_kind, subject_id, subject_event, notice ->> 'title', channel, state, attempt_count,
    last_attempt_at, next_attempt_at, delivered_at, last_error, created_at
    """

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    id = try row.identifier()
    subject = Notice.Subject(try row.word(), id: try row.uuid(), event: try row.string())
    title = try row.optionalString() ?? ""
    channel = try row.string()
    state = try row.word()
    attemptCount = Int(try row.int32())
    lastAttemptAt = try row.optionalTime()
    nextAttemptAt = try row.optionalTime()
    deliveredAt = try row.optionalTime()
    lastError = try row.optionalString()
    createdAt = try row.time()
  }
}
