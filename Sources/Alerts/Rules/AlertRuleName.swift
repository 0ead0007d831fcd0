/// What is watched of a tenant.
public enum AlertRuleName: String, CaseIterable, Hashable, Sendable {
  /// The success rate of an action type fell, against the weeks before.
  case successRateFalls = "success_rate_falls"
  /// More actions than before are handed to people.
  case escalationRateJumps = "escalation_rate_jumps"
  /// The agent's confidence in an action type holds less well, or otherwise, than in the period before.
  case calibrationDrifts = "calibration_drifts"
  /// Events that can't be applied pile up.
  case deadLettersRise = "dead_letters_rise"
  /// Entries of a stream wait, and nobody takes them.
  case streamStalls = "stream_stalls"
  /// A reviewer is tired of being asked.
  case feedbackFatigue = "feedback_fatigue"
}
