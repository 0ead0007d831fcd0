import Glibc

/// Files of Linux' `/proc`, and what stands in them (proc(5)).
public enum ProcFile {
  private static let chunkByteCount = 1 << 16

  /// The whole of a file; `nil` where it isn't there, as after the end of its process.
  static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
      bytes += chunk[..<count]
    }
  }

  /// The value of a line `name: value`, without spaces around it, as in `/proc/PID/status` and `/proc/cpuinfo`; the
  /// first where the name stands several times.
  public static func value(of name: String, in text: String) -> String? {
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      guard line[..<colon].trimmed == name else { continue }
      return String(line[line.index(after: colon)...].trimmed)
    }
    return nil
  }

  /// The bytes of a line such as `VmHWM:   123 kB`.
  public static func byteCount(of name: String, in text: String) -> Int? {
    guard let words = value(of: name, in: text)?.split(separator: " "), words.count == 2, words[1] == "kB" else {
      return nil
    }
    return Int(words[0]).map { $0 * 1024 }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
