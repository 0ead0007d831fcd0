/// `XADD`: the new entry's id. The stream is made if it doesn't exist.
public struct StreamAdd: RedisCommand {
  private let key: String
  private let id: RedisStreamID?
  private let fields: [RedisField]
  private let trim: StreamTrimming?

  /// - Parameters:
  ///   - id: greater than every id of the stream; `nil` lets the server choose.
  ///   - fields: not empty.
  ///   - trim: what to remove afterwards.
  public init(key: String, id: RedisStreamID? = nil, fields: [RedisField], trim: StreamTrimming? = nil) {
    precondition(!fields.isEmpty, "XADD needs a field")
    self.key = key
    self.id = id
    self.fields = fields
    self.trim = trim
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XADD")
    encoder.append(key)
    if let trim { encoder.append(trim) }
    if let id { encoder.append(id) } else { encoder.append("*") }
    for field in fields {
      encoder.append(field.name)
      encoder.append(field.value)
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisStreamID {
    try reply.streamID()
  }
}
