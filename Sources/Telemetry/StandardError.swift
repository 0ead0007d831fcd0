import FoundationEssentials
import Glibc

/// Writes whole lines to standard error; one `write(2)` each, so that lines of several tasks don't mix.
public enum StandardError {
  /// Writes a text as it is, such as a line that redraws itself.
  public static func write(_ text: String) {
    write(Data(text.utf8))
  }

  /// Writes a sentence for whoever reads the terminal, with its line break.
  public static func writeLine(_ text: String) {
    write("\(text)\n")
  }

  /// Whether it is a terminal.
  public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

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
