/// Who decided an outcome.
public enum SignalSource: String, CaseIterable, Sendable {
  case automatic
  case humanLabel = "human_label"
}
