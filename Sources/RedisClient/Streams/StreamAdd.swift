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
    encoder.appendStreamAdd(key: key, id: id, fields: fields, trim: trim, createsStream: true)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisStreamID {
    try reply.streamID()
  }
}

/// `XADD ... NOMKSTREAM`: the new entry's id, or `nil` if the stream doesn't exist.
public struct StreamAddIfExists: RedisCommand {
  private let key: String
  private let id: RedisStreamID?
  private let fields: [RedisField]
  private let trim: StreamTrimming?

  /// The parameters are those of ``StreamAdd``.
  public init(key: String, id: RedisStreamID? = nil, fields: [RedisField], trim: StreamTrimming? = nil) {
    precondition(!fields.isEmpty, "XADD needs a field")
    self.key = key
    self.id = id
    self.fields = fields
    self.trim = trim
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.appendStreamAdd(key: key, id: id, fields: fields, trim: trim, createsStream: false)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisStreamID? {
    try reply.nonNull?.streamID()
  }
}

extension RedisCommandEncoder {
  fileprivate mutating func appendStreamAdd(
    key: String,
    id: RedisStreamID?,
    fields: [RedisField],
    trim: StreamTrimming?,
    createsStream: Bool
  ) {
    append("XADD")
    append(key)
    if !createsStream { append("NOMKSTREAM") }
    if let trim { append(trim) }
    if let id { append(id) } else { append("*") }
    for field in fields {
      append(field.name)
      append(field.value)
    }
  }
}
