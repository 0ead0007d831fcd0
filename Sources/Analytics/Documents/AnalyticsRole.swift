/// Who reads a document.
public enum AnalyticsRole: String, CaseIterable, Sendable {
  case rep
  case manager
  case executive
}
