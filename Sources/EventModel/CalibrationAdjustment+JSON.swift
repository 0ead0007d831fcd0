extension PayloadReader {
  /// Reads a `calibration.adjusted` payload.
  func calibrationAdjustment() throws(Refusal) -> CalibrationAdjustment {
    CalibrationAdjustment(
      actionType: try actionType(),
      version: try required("version", integer("version", in: 1...Int64.max)),
      kind: try required("kind", choice("kind")),
      confidenceScaling: try required("confidence_scaling", double("confidence_scaling")),
      escalationThreshold: try required("escalation_threshold", probability("escalation_threshold")),
      scalingBefore: try required("scaling_before", double("scaling_before")),
      thresholdBefore: try required("threshold_before", probability("threshold_before")),
      gap: try double("gap"),
      sampleCount: try integer("sample_count", in: 0...Int64.max),
      decidedAt: try required("decided_at", timestamp("decided_at")),
      decidedBy: try text("decided_by"),
      reason: try text("reason")
    )
  }
}

extension CalibrationAdjustment {
  /// The payload of the event; absent values are left out.
  public var data: JSONValue {
    var members = [
      JSONMember("action_type", .string(actionType.text)),
      JSONMember("version", .number(JSONNumber(version))),
      JSONMember("kind", .string(kind.rawValue)),
      JSONMember("confidence_scaling", .number(JSONNumber(confidenceScaling))),
      JSONMember("escalation_threshold", .number(JSONNumber(escalationThreshold))),
      JSONMember("scaling_before", .number(JSONNumber(scalingBefore))),
      JSONMember("threshold_before", .number(JSONNumber(thresholdBefore))),
    ]
    if let gap { members.append(JSONMember("gap", .number(JSONNumber(gap)))) }
    if let sampleCount { members.append(JSONMember("sample_count", .number(JSONNumber(sampleCount)))) }
    members.append(JSONMember("decided_at", .string(decidedAt.rfc3339)))
    if let decidedBy { members.append(JSONMember("decided_by", .string(decidedBy))) }
    if let reason { members.append(JSONMember("reason", .string(reason))) }
    return .object(members)
  }
}
