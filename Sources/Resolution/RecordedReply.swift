public import EventModel

/// What the fold needs of a `customer.reply`.
public struct RecordedReply: RecordedEvent, Hashable {
  public let eventID: EventID
  public let timestamp: Timestamp
  public let replyType: ReplyType
  /// The action that is answered; the whole conversation where absent.
  public let inReplyTo: ActionID?

  public init(eventID: EventID, timestamp: Timestamp, replyType: ReplyType, inReplyTo: ActionID? = nil) {
    self.eventID = eventID
    self.timestamp = timestamp
    self.replyType = replyType
    self.inReplyTo = inReplyTo
  }
}
