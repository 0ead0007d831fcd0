/// A valid event: its envelope, what it says, and its payload as it came.
public struct Event: Equatable, Sendable {
  public let envelope: Envelope
  public let body: EventBody
  /// The whole payload, with the members that `body` doesn't know.
  public let data: JSONValue
  /// Equal for two entries exactly when they are the same event by value, under the same event id.
  public let digest: ContentDigest

  public init(envelope: Envelope, body: EventBody, data: JSONValue) {
    self.envelope = envelope
    self.body = body
    self.data = data
    digest = ContentDigest(eventType: envelope.eventType, timestamp: envelope.timestamp, data: data)
  }

  /// The conversations that the event concerns, in ascending order: none for those of calibration, up to 50 for
  /// `deal.stage`, otherwise one.
  public var conversationIDs: [ConversationID] {
    switch body {
    case .agentAction(let action): [action.conversationID]
    case .customerReply(let reply): [reply.conversationID]
    case .dealStage(let stage): stage.conversationIDs
    case .calibrationUpdated, .calibrationAdjusted: []
    }
  }

  /// The stage names that must be in the tenant's order, with their fields; ``Refusal/unknownStage(field:)`` where one
  /// isn't. Decoding can't know the order, so whoever knows the tenant's settings checks it.
  public var stageFields: [(field: String, name: StageName)] {
    switch body {
    case .agentAction(let action): action.dealStage.map { [("data.deal_stage", $0)] } ?? []
    case .customerReply, .calibrationUpdated, .calibrationAdjusted: []
    case .dealStage(let stage):
      [("data.to_stage", stage.toStage)] + (stage.fromStage.map { [("data.from_stage", $0)] } ?? [])
    }
  }
}
