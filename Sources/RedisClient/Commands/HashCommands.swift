/// `HSET`: the number of fields that are new.
public struct HashSet: RedisCommand {
  private let key: String
  private let fields: [RedisField]

  /// - Parameter fields: not empty.
  public init(key: String, fields: [RedisField]) {
    precondition(!fields.isEmpty, "HSET needs a field")
    self.key = key
    self.fields = fields
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("HSET")
    encoder.append(key)
    for field in fields {
      encoder.append(field.name)
      encoder.append(field.value)
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

/// `HGET`: the value, or `nil` if the key or the field doesn't exist.
public struct HashGet: RedisCommand {
  private let key: String
  private let field: String

  public init(key: String, field: String) {
    self.key = key
    self.field = field
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("HGET")
    encoder.append(key)
    encoder.append(field)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [UInt8]? {
    try reply.nonNull?.bytes()
  }
}

/// `HGETALL`: the fields in no order; none if the key doesn't exist.
public struct HashGetAll: RedisCommand {
  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("HGETALL")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [RedisField] {
    try reply.fields()
  }
}
