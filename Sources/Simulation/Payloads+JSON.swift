import EventModel

// The payloads as the contract's JSON (CONTRACT section 1): an absent member is left out.

extension AgentAction {
  func json(metadata: JSONValue) -> JSONValue {
    let members: [(String, JSONValue?)] = [
      ("conversation_state_id", .string(conversationID.description)),
      ("action_type", .string(actionType.text)),
      ("predicted_confidence", .number(JSONNumber(predictedConfidence))),
      ("action_id", .string(actionID.text)),
      // Where it is the expected one, most producers don't say it.
      ("outcome_types", outcomeTypes == [OutcomeType.expected(of: actionType)] ? nil : outcomeTypesJSON),
      ("deal_id", .text(dealID)),
      ("deal_stage", .text(dealStage?.text)),
      ("rep_id", .text(repID)),
      ("channel", .text(channel)),
      ("persona", .text(persona)),
      ("cost", cost.map { .number(JSONNumber($0)) }),
      ("calibration_version", calibrationVersion.map { .number(JSONNumber($0)) }),
      ("escalation_trigger", .text(escalationTrigger)),
      ("metadata", metadata),
    ]
    return .present(members)
  }

  private var outcomeTypesJSON: JSONValue {
    .array(outcomeTypes.map { .string($0.rawValue) })
  }
}

extension CustomerReply {
  var json: JSONValue {
    .present([
      ("conversation_state_id", .string(conversationID.description)),
      ("reply_type", .string(replyType.rawValue)),
      ("in_reply_to", .text(inReplyTo?.text)),
      ("channel", .text(channel)),
      ("sentiment", .text(sentiment)),
    ])
  }
}

extension DealStage {
  var json: JSONValue {
    .present([
      ("conversation_state_ids", .array(conversationIDs.map { .string($0.description) })),
      ("to_stage", .string(toStage.text)),
      ("from_stage", .text(fromStage?.text)),
      ("deal_id", .text(dealID)),
      ("amount", amount.map { .number(JSONNumber($0)) }),
      ("currency", .text(currency)),
      ("rep_id", .text(repID)),
    ])
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue? {
    text.map { .string($0) }
  }

  /// An object of the members that have a value.
  fileprivate static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { JSONMember(name, $0) } })
  }
}
