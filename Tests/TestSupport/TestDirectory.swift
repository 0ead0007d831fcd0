import Foundation
import Glibc

/// A new directory for one process of the tests, in `/tmp`: a socket's path has room for 107 bytes only.
struct TestDirectory: Sendable {
  let url: URL

  /// - Parameter name: what the directory's name begins with, before `-test-`.
  init(name: String) throws {
    var template = Array("/tmp/\(name)-test-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let path else { throw TestProcessFailure(description: "mkdtemp: errno \(errno)") }
    url = URL(fileURLWithPath: path, isDirectory: true)
  }

  var path: String { url.path }

  func path(of file: String) -> String {
    url.appendingPathComponent(file).path
  }

  /// What a file holds; `nil` while it doesn't exist.
  func text(of file: String) -> String? {
    FileManager.default.contents(atPath: path(of: file)).map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(file))
  }

  /// Removes the directory with everything in it. Harmless when repeated.
  func remove() {
    do {
      try FileManager.default.removeItem(at: url)
    } catch CocoaError.fileNoSuchFile {
      // An earlier removal, or the watch's.
    } catch {
      print("the directory of a test process stays: \(error)")
    }
  }
}
