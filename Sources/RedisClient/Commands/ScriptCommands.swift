import Crypto

/// A Lua script and the digest by which Redis knows it.
public struct RedisScript: Hashable, Sendable {
  public let source: String
  /// The SHA-1 of the source, in 40 lower-case hexadecimal digits.
  public let digest: String

  public init(source: String) {
    self.source = source
    digest = Insecure.SHA1.hash(data: Array(source.utf8)).reduce(into: "") { text, byte in
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}

/// `EVAL`: runs a script by its source.
public struct Evaluate: RedisCommand {
  private let script: RedisScript
  private let keys: [String]
  private let arguments: [[UInt8]]

  public init(_ script: RedisScript, keys: [String] = [], arguments: [[UInt8]] = []) {
    self.script = script
    self.keys = keys
    self.arguments = arguments
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("EVAL")
    encoder.append(script.source)
    encoder.appendScriptInput(keys: keys, arguments: arguments)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisReply {
    try reply.success()
  }
}

/// `EVALSHA`: runs a script by its digest; refused with `NOSCRIPT` by a server that doesn't know it.
public struct EvaluateCached: RedisCommand {
  private let script: RedisScript
  private let keys: [String]
  private let arguments: [[UInt8]]

  public init(_ script: RedisScript, keys: [String] = [], arguments: [[UInt8]] = []) {
    self.script = script
    self.keys = keys
    self.arguments = arguments
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("EVALSHA")
    encoder.append(script.digest)
    encoder.appendScriptInput(keys: keys, arguments: arguments)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> RedisReply {
    try reply.success()
  }
}

/// `SCRIPT LOAD`: makes the server know a script; the answer is its digest.
public struct ScriptLoad: RedisCommand {
  private let script: RedisScript

  public init(_ script: RedisScript) {
    self.script = script
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("SCRIPT")
    encoder.append("LOAD")
    encoder.append(script.source)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> String {
    try reply.text()
  }
}

extension RedisCommandEncoder {
  fileprivate mutating func appendScriptInput(keys: [String], arguments: [[UInt8]]) {
    append(keys.count)
    for key in keys { append(key) }
    for argument in arguments { append(argument) }
  }
}
