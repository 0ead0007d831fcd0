/// How urgent the producer holds an event to be; it changes no result.
public enum Priority: String, CaseIterable, Sendable {
  case low
  case normal
  case high
  case critical
}
