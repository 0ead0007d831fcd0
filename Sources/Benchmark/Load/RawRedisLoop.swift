import Glibc
import RedisClient

/// Commands that are encoded already, over a bare socket: as fast as Redis itself can go with them.
final class RawRedisLoop {
  private static let chunkByteCount = 1 << 18

  private let descriptor: Int32
  private var chunk = [UInt8](repeating: 0, count: chunkByteCount)

  /// Connects to a server without a password.
  /// - Throws: ``BenchmarkError``.
  init(_ configuration: RedisConfiguration) throws {
    let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    switch configuration.address {
    case .unix(let path):
      descriptor = socket(AF_UNIX, stream, 0)
      guard UnixAddress.connect(descriptor, to: path) else { throw Self.failure() }
    case .tcp(let host, let port):
      var hints = addrinfo()
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var found: UnsafeMutablePointer<addrinfo>?
      guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw Self.failure() }
      defer { freeaddrinfo(found) }
      descriptor = socket(found.pointee.ai_family, stream, 0)
      guard connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else { throw Self.failure() }
    }
    try exchange([RESPText.command(["SELECT", String(configuration.database)])], answerLineCount: 1)
  }

  deinit {
    close(descriptor)
  }

  /// Sends commands in one piece, and waits for all of their answers.
  /// - Parameters:
  ///   - commands: encoded.
  ///   - answerLineCount: lines of one answer: 2 of a bulk string, 1 of a status.
  func exchange(_ commands: [[UInt8]], answerLineCount: Int) throws {
    let bytes = Array(commands.joined())
    var offset = 0
    while offset < bytes.count {
      let sent = bytes.withUnsafeBytes { buffer in
        send(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { throw Self.failure() }
      offset += sent
    }
    var lineCount = commands.count * answerLineCount
    while lineCount > 0 {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.failure() }
      // An id holds no minus at the start of a line; an error does.
      var isLineStart = false
      for byte in chunk[..<count] {
        if isLineStart && byte == UInt8(ascii: "-") { throw BenchmarkError("Redis refuses a command of the raw loop") }
        isLineStart = byte == UInt8(ascii: "\n")
        if isLineStart { lineCount -= 1 }
      }
    }
  }

  private static func failure() -> BenchmarkError {
    BenchmarkError("the raw loop has no connection to Redis: \(String(cString: strerror(errno)))")
  }
}

/// Commands of Redis' protocol as bytes: an array of bulk strings.
enum RESPText {
  static func command(_ arguments: [String]) -> [UInt8] {
    command(arguments.map { Array($0.utf8) })
  }

  static func command(_ arguments: [[UInt8]]) -> [UInt8] {
    var bytes = Array("*\(arguments.count)\r\n".utf8)
    for argument in arguments {
      bytes += Array("$\(argument.count)\r\n".utf8)
      bytes += argument
      bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }
    return bytes
  }
}
