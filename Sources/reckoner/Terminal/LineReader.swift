import Glibc
import Workers

/// The lines of a file, one after the other, in bounded memory.
struct LineReader: ~Copyable {
  /// The longest line that is kept; of a longer one only so much, which is too large for any event.
  private static let lineByteCountMax = 16 << 20

  /// Bytes of the whole file; `nil` where it isn't known.
  let byteCount: Int?
  /// Bytes read so far.
  private(set) var byteOffset = 0
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var available = 0..<0

  /// - Parameter path: `-` is standard input.
  init(path: String) throws {
    if path == "-" {
      descriptor = STDIN_FILENO
      byteCount = nil
      return
    }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw Program.Failure(.badData, "\(path) can't be opened: \(String(cString: strerror(errno)))")
    }
    descriptor = opened
    var status = stat()
    byteCount = fstat(opened, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// The next line without its end; `nil` after the last.
  mutating func next() throws -> [UInt8]? {
    var line: [UInt8] = []
    var isStarted = false
    while true {
      if available.isEmpty, try !fill() { return isStarted ? line : nil }
      isStarted = true
      let end = lineEnd
      let part = available.lowerBound..<(end ?? available.upperBound)
      if line.count < Self.lineByteCountMax { line += buffer[part] }
      byteOffset += part.count + (end == nil ? 0 : 1)
      available = (end.map { $0 + 1 } ?? available.upperBound)..<available.upperBound
      if end != nil {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
      }
    }
  }

  /// Where the first line of what is available ends.
  private var lineEnd: Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let end = memchr(base + available.lowerBound, Int32(UInt8(ascii: "\n")), available.count)
      else { return nil }
      return UnsafeRawPointer(end) - base
    }
  }

  private mutating func fill() throws -> Bool {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw Program.Failure(.badData, "the input can't be read: \(String(cString: strerror(errno)))")
      }
      available = 0..<count
      return count > 0
    }
  }
}
