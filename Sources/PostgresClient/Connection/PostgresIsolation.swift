/// What a transaction sees of others.
public enum PostgresIsolation: Hashable, Sendable {
  /// Each statement sees what was committed before it began.
  case readCommitted
  /// All statements see one snapshot; writing is refused.
  case repeatableReadReadOnly
  /// As if transactions ran one after the other; a conflict is a serialization failure (40001), which is retried.
  case serializable
}
