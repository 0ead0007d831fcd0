import RedisClient

/// What a lane sends in one round trip: the acknowledgements of the last batch and the reads of the next.
enum LaneCommand: RedisCommand {
  case acknowledge(EvaluateCached)
  case read(StreamReadGroup)

  func encode(into encoder: inout RedisCommandEncoder) {
    switch self {
    case .acknowledge(let command): command.encode(into: &encoder)
    case .read(let command): command.encode(into: &encoder)
    }
  }

  var blockingTime: Duration? {
    switch self {
    case .acknowledge(let command): command.blockingTime
    case .read(let command): command.blockingTime
    }
  }

  static func decode(_ reply: RedisReply) throws(RedisError) -> RedisReply {
    try reply.success()
  }
}
