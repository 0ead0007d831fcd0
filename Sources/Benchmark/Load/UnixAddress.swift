import Glibc

/// Paths of Unix sockets as the kernel takes them.
enum UnixAddress {
  /// Binds a socket; false, with `errno`, where that fails.
  static func bind(_ descriptor: Int32, to path: String) -> Bool {
    with(path) { Glibc.bind(descriptor, $0, $1) }
  }

  /// Connects a socket; false, with `errno`, where that fails.
  static func connect(_ descriptor: Int32, to path: String) -> Bool {
    with(path) { Glibc.connect(descriptor, $0, $1) }
  }

  private static func with(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { space in
      guard bytes.count < space.count else { return false }
      space.copyBytes(from: bytes)
      return true
    }
    guard fits else {
      errno = ENAMETOOLONG
      return false
    }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    } == 0
  }
}
