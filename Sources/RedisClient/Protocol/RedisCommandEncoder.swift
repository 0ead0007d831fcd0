/// Writes commands as RESP arrays of bulk strings, one after another into one buffer.
///
/// See https://redis.io/docs/latest/develop/reference/protocol-spec/. Every argument is binary-safe.
public struct RedisCommandEncoder: Sendable {
  private(set) var bytes: [UInt8] = []
  private var argumentCount = 0

  public init() {}

  /// Appends an argument of text.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { appendArgument(UnsafeRawBufferPointer($0)) }
  }

  /// Appends an argument of any bytes.
  public mutating func append(_ argument: [UInt8]) {
    argument.withUnsafeBytes { appendArgument($0) }
  }

  /// Appends a number in decimal digits.
  public mutating func append(_ number: some BinaryInteger) {
    append(String(number))
  }

  /// Appends a stream id.
  public mutating func append(_ id: RedisStreamID) {
    append(id.description)
  }

  /// Appends a duration in whole milliseconds, rounded up.
  public mutating func appendMilliseconds(_ duration: Duration) {
    append(duration.wholeMilliseconds)
  }

  /// Writes one command.
  mutating func encode(_ command: some RedisCommand) {
    let start = bytes.count
    argumentCount = 0
    // Nearly every command has fewer than ten arguments: leave the room of a one-digit count, and shift only if it isn't.
    bytes.append(contentsOf: [UInt8(ascii: "*"), UInt8(ascii: "0"), UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    command.encode(into: &self)
    precondition(argumentCount > 0, "\(type(of: command)) encodes no arguments, not even its name")
    bytes.replaceSubrange((start + 1)..<(start + 2), with: String(argumentCount).utf8)
  }

  mutating func removeAll() {
    bytes = []
  }

  private mutating func appendArgument(_ argument: UnsafeRawBufferPointer) {
    argumentCount += 1
    bytes.append(UInt8(ascii: "$"))
    bytes.append(contentsOf: String(argument.count).utf8)
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: argument)
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
  }
}
