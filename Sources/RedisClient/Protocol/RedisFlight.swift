/// Encoded commands that go out together and whose answers come back together.
struct RedisFlight: Sendable {
  var bytes: [UInt8]
  var commandCount: Int
  /// The sum of what its commands may block for: the server executes them one after another.
  var blockingTime: Duration
}

/// Encodes a pipeline, cut into flights so that neither side buffers more than a bounded part of it.
struct RedisFlightPlan: Sendable {
  /// Commands in one flight.
  static let flightCommandCountMax = 1000
  /// Bytes after which a flight takes no further command; one larger command flies alone.
  static let flightByteCountMax = 1 << 20

  private var encoder = RedisCommandEncoder()
  private var commandCount = 0
  private var blockingTime = Duration.zero
  private var finished: [RedisFlight] = []

  mutating func append(_ command: some RedisCommand) {
    if commandCount == Self.flightCommandCountMax || encoder.bytes.count >= Self.flightByteCountMax {
      finishFlight()
    }
    encoder.encode(command)
    commandCount += 1
    blockingTime += command.blockingTime ?? .zero
  }

  /// The flights, in order; none if no command was appended.
  consuming func flights() -> [RedisFlight] {
    if commandCount > 0 { finishFlight() }
    return finished
  }

  private mutating func finishFlight() {
    finished.append(RedisFlight(bytes: encoder.bytes, commandCount: commandCount, blockingTime: blockingTime))
    encoder.removeAll()
    commandCount = 0
    blockingTime = .zero
  }
}
