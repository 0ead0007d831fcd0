/// Any command, with its answer as it came.
public struct RawCommand: RedisCommand {
  private let arguments: [[UInt8]]

  /// - Parameter arguments: the name and what follows; not empty.
  public init(_ arguments: [String]) {
    self.init(arguments.map { Array($0.utf8) })
  }

  /// - Parameter arguments: the name and what follows; not empty; any bytes.
  public init(_ arguments: [[UInt8]]) {
    precondition(!arguments.isEmpty, "a command has a name")
    self.arguments = arguments
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    for argument in arguments { encoder.append(argument) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisReply {
    try reply.success()
  }
}
