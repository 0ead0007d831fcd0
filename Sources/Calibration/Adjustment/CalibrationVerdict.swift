/// What the latest judgement said of an agent's confidence in one type of action.
public enum CalibrationVerdict: String, CaseIterable, Sendable {
  /// The detected gap is small, or can't be told from none.
  case calibrated
  /// It says more than happens.
  case overconfident
  /// It says less than happens.
  case underconfident
  /// No judgement was possible so far.
  case insufficientData = "insufficient_data"
}
