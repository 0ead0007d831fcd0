extension RedisReply {
  func streamID() throws(RedisError) -> RedisStreamID {
    guard let id = RedisStreamID(utf8: try bytes()) else { throw mismatch(expected: "a stream id") }
    return id
  }

  /// Alternating names and values.
  func fields() throws(RedisError) -> [RedisField] {
    let elements = try elements()
    guard elements.count.isMultiple(of: 2) else { throw mismatch(expected: "pairs") }
    var fields: [RedisField] = []
    fields.reserveCapacity(elements.count / 2)
    for index in stride(from: 0, to: elements.count, by: 2) {
      fields.append(RedisField(name: try elements[index].bytes(), value: try elements[index + 1].bytes()))
    }
    return fields
  }

  /// An id and its fields, which are null for a pending entry that was deleted.
  func streamEntry() throws(RedisError) -> RedisStreamEntry {
    let parts = try elements(atLeast: 2)
    if case .null = parts[1] { return RedisStreamEntry(id: try parts[0].streamID(), fields: nil) }
    return RedisStreamEntry(id: try parts[0].streamID(), fields: try parts[1].fields())
  }

  func streamEntries() throws(RedisError) -> [RedisStreamEntry] {
    try elements().decoded { reply throws(RedisError) in try reply.streamEntry() }
  }

  /// The entries of several streams; null when a blocking read ended without any.
  func streamsByKey() throws(RedisError) -> [(key: String, entries: [RedisStreamEntry])] {
    if case .null = self { return [] }
    return try elements().decoded { stream throws(RedisError) in
      let parts = try stream.elements(atLeast: 2)
      return (key: try parts[0].text(), entries: try parts[1].streamEntries())
    }
  }
}
