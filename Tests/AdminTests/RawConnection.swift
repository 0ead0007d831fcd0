import Glibc
import TestSupport

/// A TCP connection that says what it likes, such as half a request.
final class RawConnection {
  private let descriptor: Int32
  private var received = ""

  /// - Parameter address: `127.0.0.1:port`.
  init(to address: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = UInt16(address.split(separator: ":").last ?? "")?.bigEndian ?? 0
    target.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let code = withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw TestProcessFailure(description: "not connected: errno \(errno)") }
  }

  deinit {
    close(descriptor)
  }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Sends a text again and again, and reads nothing, until the server takes no more: it waits for us to read.
  func flood(_ text: String) async throws {
    let bytes = Array(text.utf8)
    var refusedCount = 0
    try await Wait.until("the server takes no more") {
      var sent = 0
      while sent < 1_000_000 {
        let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        if count <= 0 { break }
        sent += count
      }
      refusedCount = sent == 0 ? refusedCount + 1 : 0
      return refusedCount >= 50
    }
  }

  /// Waits until the server has sent a text, and takes what came until then. Never blocks: the server's tasks share the
  /// threads of the test.
  func receive(_ text: String) async throws -> String {
    try await Wait.until("the server says \(text)", within: .seconds(10)) {
      _ = takeWhatCame()
      return received.contains(text)
    }
    defer { received = "" }
    return received
  }

  /// Waits until the server closes the connection.
  func waitForClose() async throws {
    try await Wait.until("the server closes the connection", within: .seconds(25)) { !takeWhatCame() }
  }

  /// - Returns: whether the connection is still open.
  private func takeWhatCame() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    if count < 0 { return errno == EAGAIN }
    received += String(decoding: bytes.prefix(count), as: UTF8.self)
    return count > 0
  }
}
