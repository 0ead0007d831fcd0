import FoundationEssentials
import Glibc

/// A temporary file that has no name, so that nothing of it is left however the process ends.
final class SpillFile {
  private let descriptor: Int32
  private let directory: String
  private(set) var byteCount = 0

  /// Makes the file where `TMPDIR` says, or in `/tmp`.
  init() throws {
    directory = FileManager.default.temporaryDirectory.path
    var name = Array("\(directory)/reckoner-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Self.failure(in: directory) }
    unlink(name)
  }

  deinit {
    close(descriptor)
  }

  /// Writes bytes at the end.
  /// - Returns: where they begin.
  func append(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    let start = byteCount
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(start + written))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(in: directory) }
      written += count
    }
    byteCount += written
    return start
  }

  /// Reads bytes that were written.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(in: directory) }
      done += count
    }
  }

  private static func failure(in directory: String) -> Program.Failure {
    Program.Failure(
      .unavailable,
      "the temporary file in \(directory) fails: \(String(cString: strerror(errno))); TMPDIR names another directory"
    )
  }
}
