import FoundationEssentials
import Glibc
import Workers

/// Writes lines to standard output or to a file. A file is written aside and gets its name when it is whole.
struct LineWriter: ~Copyable {
  private static let bufferByteCountMax = 1 << 16

  private let path: String?
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// - Parameter path: `nil` is standard output.
  init(path: String?) throws {
    self.path = path
    guard let path else {
      descriptor = STDOUT_FILENO
      return
    }
    // Payloads are nobody else's business.
    descriptor = open(Self.partial(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  mutating func write(_ line: [UInt8]) throws {
    buffer += line
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferByteCountMax { try flush() }
  }

  /// The last line was written.
  mutating func finish() throws {
    try flush()
    guard let path else { return }
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(Self.partial(path), path) == 0 else {
      throw Self.failure(path)
    }
  }

  private mutating func flush() throws {
    var offset = 0
    while offset < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.failure(path ?? "standard output") }
      offset += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func partial(_ path: String) -> String { "\(path).partial" }

  private static func failure(_ path: String) -> Program.Failure {
    Program.Failure(.unavailable, "\(path) can't be written: \(String(cString: strerror(errno)))")
  }
}
