/// `PING`.
public struct Ping: RedisCommand {
  public init() {}

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("PING")
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) {
    guard case .status("PONG") = try reply.success() else { throw reply.mismatch(expected: "PONG") }
  }
}

/// `INFO`: the fields of a section, by name.
public struct ServerInfo: RedisCommand {
  private let section: String?

  /// - Parameter section: such as `memory` or `commandstats`; `nil` returns the default ones.
  public init(section: String? = nil) {
    self.section = section
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("INFO")
    if let section { encoder.append(section) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [String: String] {
    var fields: [String: String] = [:]
    for line in try reply.text().split(whereSeparator: \.isNewline) where line.first != "#" {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[String(line[..<colon])] = String(line[line.index(after: colon)...])
    }
    return fields
  }
}

/// `TIME`: the server's clock, in microseconds since 1970.
public struct ServerTime: RedisCommand {
  public init() {}

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("TIME")
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int64 {
    let parts = try reply.elements(atLeast: 2)
    return try parts[0].integer() * 1_000_000 + parts[1].integer()
  }
}

/// `FLUSHALL`: removes every key of every database.
public struct FlushAll: RedisCommand {
  public init() {}

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("FLUSHALL")
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) {
    try reply.expectOK()
  }
}

/// `PUBLISH`: the number of subscribers that the message went to.
public struct Publish: RedisCommand {
  private let channel: String
  private let message: [UInt8]

  public init(channel: String, message: [UInt8]) {
    self.channel = channel
    self.message = message
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("PUBLISH")
    encoder.append(channel)
    encoder.append(message)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}
