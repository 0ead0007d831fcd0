import Calibration
public import EventModel
public import Insight
public import Store

/// Corrections and their history as JSON.
public enum CalibrationJSON {
  public static func state(_ row: StateRow) -> JSONValue {
    .object(members(of: row))
  }

  public static func standing(_ standing: CalibrationReader.Standing) -> JSONValue {
    .object(
      members(of: standing.row) + [JSONMember("proposal", standing.proposal.map(adjustment) ?? .null)]
    )
  }

  private static func members(of row: StateRow) -> [JSONMember] {
    let state = row.state
    return [
      JSONMember("action_type", .string(row.key.actionType.text)),
      JSONMember("confidence_scaling", .real(state.correction.confidenceScaling)),
      JSONMember("escalation_threshold", .real(state.correction.escalationThreshold)),
      JSONMember("version", .count(state.version)),
      JSONMember("mode", .string(state.mode.rawValue)),
      JSONMember("frozen", .bool(state.isFrozen)),
      JSONMember("at_bound", .bool(state.isAtBound)),
      JSONMember("verdict", .string(state.verdict.rawValue)),
      JSONMember("last_adjusted_at", .time(state.lastAdjustedAt)),
      JSONMember("judged_sample_count", .count(state.judgedSampleCount)),
      JSONMember("map_version", .count(row.mapVersion)),
      JSONMember("updated_at", .time(row.updatedAt)),
    ]
  }

  public static func adjustment(_ row: AdjustmentRow) -> JSONValue {
    .object([
      "action_type": .string(row.key.actionType.text),
      "adjustment_id": .string(row.adjustmentID.lowercaseText),
      "version": .count(row.version),
      "kind": .string(row.kind.rawValue),
      "status": .string(row.status.rawValue),
      "proposed_at": .time(row.proposedAt),
      "decided_at": .time(row.decidedAt),
      "decided_by": .text(row.decidedBy),
      "gap": .real(row.gap),
      "signal": .real(row.signal),
      "step": .real(row.step),
      "sample_count": .count(row.sampleCount),
      "scaling_before": .real(row.before.confidenceScaling),
      "scaling_after": .real(row.after.confidenceScaling),
      "threshold_before": .real(row.before.escalationThreshold),
      "threshold_after": .real(row.after.escalationThreshold),
      "reason": .string(row.reason),
      "evidence": row.evidence.flatMap(parsed) ?? .null,
    ])
  }

  /// JSON that the database holds.
  public static func parsed(_ text: String) -> JSONValue? {
    do throws(JSONParsingError) {
      return try JSONParser.parse(Array(text.utf8))
    } catch {
      // PostgreSQL only keeps what is JSON.
      return nil
    }
  }
}
