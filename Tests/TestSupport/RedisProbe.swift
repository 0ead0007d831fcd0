import Glibc

/// Asks a server whether it serves, without any client library.
enum RedisProbe {
  static func answers(port: UInt16) -> Bool {
    var address = FreePort.loopback(port: port)
    return withUnsafePointer(to: &address) { answers(AF_INET, $0) }
  }

  static func answers(socketPath: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { answers(AF_UNIX, $0) }
  }

  /// True for `PONG` and for a demand to authenticate; false while the data is loading.
  private static func answers<Address>(_ family: Int32, _ address: UnsafePointer<Address>) -> Bool {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    let size = socklen_t(MemoryLayout<Address>.size)
    let code = address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    guard code == 0 else { return false }
    let request = Array("PING\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, 1000) == 1 else { return false }
    var answer = [UInt8](repeating: 0, count: 64)
    let count = recv(descriptor, &answer, answer.count, 0)
    let text = String(decoding: answer.prefix(max(count, 0)), as: UTF8.self)
    return text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH")
  }
}
