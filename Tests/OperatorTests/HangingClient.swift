import Glibc
import TestSupport

/// A client that begins an HTTP request and never goes on.
struct HangingClient {
  private let descriptor: Int32

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
    let text = Array("POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc".utf8)
    guard send(descriptor, text, text.count, Int32(MSG_NOSIGNAL)) == text.count else {
      throw TestProcessFailure(description: "nothing sent: errno \(errno)")
    }
  }

  func close() {
    Glibc.close(descriptor)
  }
}
