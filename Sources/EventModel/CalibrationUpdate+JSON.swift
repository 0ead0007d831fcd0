extension PayloadReader {
  /// Reads a `calibration.updated` payload.
  func calibrationUpdate() throws(Refusal) -> CalibrationUpdate {
    let state: CalibrationUpdate.State = try required("state", choice("state"))
    let outcome = try integer("outcome", in: 0...1).map { $0 == 1 }
    let weight = try double("weight")
    if let weight, weight < 0 { throw .invalid(Self.path("weight"), "must be 0 or above") }
    let isPresent = state == .present
    return CalibrationUpdate(
      outcomeID: try required("outcome_id", identifier("outcome_id")),
      revision: try required("revision", integer("revision", in: 1...Int64.max)),
      state: state,
      actionType: try actionType(),
      predictedConfidence: try required("predicted_confidence", probability("predicted_confidence")),
      outcome: isPresent ? try required("outcome", outcome) : nil,
      weight: isPresent ? try required("weight", weight) : nil,
      outcomeType: try required("outcome_type", choice("outcome_type")),
      status: try required("status", choice("status")),
      actedAt: try required("acted_at", timestamp("acted_at")),
      resolvedAt: try timestamp("resolved_at"),
      windowExpiresAt: try required("window_expires_at", timestamp("window_expires_at")),
      calibrationVersion: try integer("calibration_version", in: 0...Int64.max)
    )
  }
}

extension CalibrationUpdate {
  /// The payload of the event: numbers as the shortest text of the same double, absent values left out.
  public var data: JSONValue {
    var members = [
      JSONMember("outcome_id", .string(outcomeID.description)),
      JSONMember("revision", .number(JSONNumber(revision))),
      JSONMember("state", .string(state.rawValue)),
      JSONMember("action_type", .string(actionType.text)),
      JSONMember("predicted_confidence", .number(JSONNumber(predictedConfidence))),
    ]
    if let outcome { members.append(JSONMember("outcome", .number(JSONNumber(outcome ? 1 : 0 as Int64)))) }
    if let weight { members.append(JSONMember("weight", .number(JSONNumber(weight)))) }
    members.append(JSONMember("outcome_type", .string(outcomeType.rawValue)))
    members.append(JSONMember("status", .string(status.rawValue)))
    members.append(JSONMember("acted_at", .string(actedAt.rfc3339)))
    if let resolvedAt { members.append(JSONMember("resolved_at", .string(resolvedAt.rfc3339))) }
    members.append(JSONMember("window_expires_at", .string(windowExpiresAt.rfc3339)))
    if let calibrationVersion {
      members.append(JSONMember("calibration_version", .number(JSONNumber(calibrationVersion))))
    }
    return .object(members)
  }

  /// Reads the payload back; equal to what ``data`` was made from.
  public init(data: JSONValue) throws(Refusal) {
    self = try PayloadReader(data).calibrationUpdate()
  }
}
