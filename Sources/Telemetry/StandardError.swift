import FoundationEssentials
import Glibc

/// Writes whole lines to standard error; one `write(2)` each, so that lines of several tasks don't mix.
enum StandardError {
  static func write(_ bytes: Data) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let written = Glibc.write(STDERR_FILENO, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if written < 0 && errno == EINTR { continue }
        // A closed or full standard error is no reason to stop the fleet.
        if written <= 0 { return }
        offset += written
      }
    }
  }
}
