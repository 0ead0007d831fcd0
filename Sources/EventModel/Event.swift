/// A valid event: its envelope, what it says, and its payload as it came.
public struct Event: Sendable {
  /// In a place of its own: a batch passes its events on many times, and each has a dozen texts.
  private final class Content: Sendable {
    let envelope: Envelope
    let body: EventBody
    let data: JSONValue
    let dataText: [UInt8]?
    let digest: ContentDigest

    init(envelope: Envelope, body: EventBody, data: JSONValue, dataText: [UInt8]?) {
      self.envelope = envelope
      self.body = body
      self.data = data
      self.dataText = dataText
      digest = ContentDigest(eventType: envelope.eventType, timestamp: envelope.timestamp, data: data)
    }
  }

  private let content: Content

  public init(envelope: Envelope, body: EventBody, data: JSONValue) {
    content = Content(envelope: envelope, body: body, data: data, dataText: nil)
  }

  /// - Parameter dataText: the JSON text that `data` was parsed from; `nil` where there is none of its own.
  init(envelope: Envelope, body: EventBody, data: JSONValue, dataText: [UInt8]?) {
    content = Content(envelope: envelope, body: body, data: data, dataText: dataText)
  }

  public var envelope: Envelope { content.envelope }
  // What is asked for all the time, without a copy of the whole envelope.
  public var eventID: EventID { content.envelope.eventID }
  public var eventType: EventType { content.envelope.eventType }
  public var tenantID: TenantID { content.envelope.tenantID }
  public var timestamp: Timestamp { content.envelope.timestamp }
  public var body: EventBody { content.body }
  /// The whole payload, with the members that `body` doesn't know.
  public var data: JSONValue { content.data }
  /// The payload as JSON text, as the producer wrote it where it came as one.
  public var dataText: [UInt8] { content.dataText ?? JSONWriter.compact(content.data) }
  /// Equal for two entries exactly when they are the same event by value, under the same event id.
  public var digest: ContentDigest { content.digest }

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

extension Event: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.content === right.content
      || left.envelope == right.envelope && left.body == right.body && left.data == right.data
  }
}
