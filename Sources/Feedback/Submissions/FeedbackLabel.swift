/// What a person says an outcome was (SEMANTICS section 2).
public enum FeedbackLabel: String, CaseIterable, Sendable {
  case positive
  case negative
}
