/// `XGROUP CREATECONSUMER`: whether the consumer is new. Reading makes consumers too.
public struct StreamCreateConsumer: RedisCommand {
  private let key: String
  private let group: String
  private let consumer: String

  public init(key: String, group: String, consumer: String) {
    self.key = key
    self.group = group
    self.consumer = consumer
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XGROUP")
    encoder.append("CREATECONSUMER")
    encoder.append(key)
    encoder.append(group)
    encoder.append(consumer)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Bool {
    try reply.integer() != 0
  }
}

/// `XGROUP DELCONSUMER`: the number of entries that were pending for the consumer. They are pending for nobody after that, and
/// no claim finds them: delete only consumers without any.
public struct StreamDeleteConsumer: RedisCommand {
  private let key: String
  private let group: String
  private let consumer: String

  public init(key: String, group: String, consumer: String) {
    self.key = key
    self.group = group
    self.consumer = consumer
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XGROUP")
    encoder.append("DELCONSUMER")
    encoder.append(key)
    encoder.append(group)
    encoder.append(consumer)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}
