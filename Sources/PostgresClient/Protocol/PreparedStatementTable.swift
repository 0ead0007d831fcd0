/// Which statements the session of one connection has prepared, under which names.
struct PreparedStatementTable {
  private enum State {
    /// Sent; the answer decides. May become `prepared` or `failed`.
    case preparing
    /// Final for the life of the session.
    case prepared
    /// Refused by the server; may become `preparing` again, because the schema may have changed since.
    case failed
  }

  private struct Entry {
    let name: String
    let types: [PostgresType]
    var state: State
  }

  private var entries: [ObjectIdentifier: Entry] = [:]

  /// The name to execute under, once prepared.
  func name(of key: ObjectIdentifier) -> String? {
    guard let entry = entries[key], case .prepared = entry.state else { return nil }
    return entry.name
  }

  /// The name to prepare under, or `nil` when there is nothing to do: it is prepared, or being prepared.
  mutating func beginPreparing(_ key: ObjectIdentifier, types: [PostgresType]) throws(PostgresError) -> String? {
    guard let entry = entries[key] else {
      let name = "s\(entries.count + 1)"
      entries[key] = Entry(name: name, types: types, state: .preparing)
      return name
    }
    switch entry.state {
    case .preparing, .prepared:
      if entry.types != types {
        throw PostgresError(
          .encoding,
          "the statement was prepared with other parameter types than it is bound with now"
        )
      }
      return nil
    case .failed:
      entries[key] = Entry(name: entry.name, types: types, state: .preparing)
      return entry.name
    }
  }

  /// Notes the server's answer.
  mutating func endPreparing(_ key: ObjectIdentifier, succeeded: Bool) {
    guard case .preparing = entries[key]?.state else {
      preconditionFailure("an answer came for a statement that isn't being prepared")
    }
    entries[key]?.state = succeeded ? .prepared : .failed
  }
}
