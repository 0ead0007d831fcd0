import EventModel
import PostgresClient

/// An event as the columns of its row.
struct EventColumns {
  let conversationID: ConversationID
  var predictedConfidence: Double?
  var calibrationVersion: Int64?
  var actionID: String?
  var actionType: String?
  var outcomeTypes: String?
  var dealStage: String?
  var replyType: String?
  var inReplyTo: String?
  var toStage: String?
  var fromStage: String?
  let envelope: PostgresJSON?

  init(_ event: Event) {
    envelope = EnvelopeJSON.text(of: event.envelope).map(PostgresJSON.init)
    switch event.body {
    case .agentAction(let action):
      conversationID = action.conversationID
      predictedConfidence = action.predictedConfidence
      calibrationVersion = action.calibrationVersion
      // What can be derived is left out: most actions name neither.
      actionID = action.actionID.text == event.eventID.description ? nil : action.actionID.text
      actionType = action.actionType.text
      let isDefault = action.outcomeTypes == [OutcomeType.expected(of: action.actionType)]
      outcomeTypes = isDefault ? nil : action.outcomeTypes.map(\.rawValue).joined(separator: ",")
      dealStage = action.dealStage?.text
    case .customerReply(let reply):
      conversationID = reply.conversationID
      replyType = reply.replyType.rawValue
      inReplyTo = reply.inReplyTo?.text
    case .dealStage(let stage):
      conversationID = stage.conversationIDs[0]
      toStage = stage.toStage.text
      fromStage = stage.fromStage?.text
    case .calibrationUpdated, .calibrationAdjusted:
      preconditionFailure("only events of conversations are recorded")
    }
  }
}
