public import EventModel

/// What the fold needs of a `deal.stage`.
public struct RecordedStage: RecordedEvent, Hashable {
  public let eventID: EventID
  public let timestamp: Timestamp
  public let toStage: StageName
  public let fromStage: StageName?

  public init(eventID: EventID, timestamp: Timestamp, toStage: StageName, fromStage: StageName? = nil) {
    self.eventID = eventID
    self.timestamp = timestamp
    self.toStage = toStage
    self.fromStage = fromStage
  }
}
