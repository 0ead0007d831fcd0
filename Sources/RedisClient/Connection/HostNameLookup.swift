import Glibc
import Synchronization

/// One `getaddrinfo(3)` on a thread of its own, because it can't be given a deadline: the resolver's may take half a minute.
///
/// A caller waits for ``descriptor`` as long as it likes. One that gives up keeps the lookup and waits for the same one next
/// time, so that a dead name server never costs more than one thread for each connection.
final class HostNameLookup: Sendable {
  /// Addresses of one name that are tried.
  private static let addressCountMax = 8

  /// Becomes readable (by its peer's closing) when the lookup is finished.
  let descriptor: Int32
  private let outcome = Mutex<Result<[String], RedisError>?>(nil)

  /// Starts the lookup.
  init(host: String) throws(RedisError) {
    var ends: [Int32] = [-1, -1]
    // A pair of sockets, because Swift's Glibc has no pipe2(2), and a pipe would leak into child processes without it.
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw RedisError(code: .connectionFailed, message: "no file descriptor for resolving the host name")
    }
    descriptor = ends[0]
    let work = Work(host: host, lookup: self, signal: ends[1])
    let context = Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { preconditionFailure("pthread_create passed no context") }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      },
      context.toOpaque()
    )
    guard code == 0 else {
      context.release()
      close(ends[1])
      throw RedisError(code: .connectionFailed, message: "no thread for resolving the host name")
    }
    pthread_detach(thread)
  }

  deinit {
    close(descriptor)
  }

  /// The numeric addresses in the order to try them; `nil` while the lookup runs.
  var addresses: Result<[String], RedisError>? { outcome.withLock { $0 } }

  /// Whether this is an address already, which needs no lookup: `getaddrinfo(3)` with `AI_NUMERICHOST` asks nobody.
  static func isNumeric(_ host: String) -> Bool {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0 else { return false }
    freeaddrinfo(first)
    return true
  }

  private final class Work: Sendable {
    private let host: String
    private let lookup: HostNameLookup
    private let signal: Int32

    init(host: String, lookup: HostNameLookup, signal: Int32) {
      self.host = host
      self.lookup = lookup
      self.signal = signal
    }

    func run() {
      let result = HostNameLookup.resolve(host)
      lookup.outcome.withLock { $0 = result }
      close(signal)
    }
  }

  private static func resolve(_ host: String) -> Result<[String], RedisError> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &first)
    guard code == 0 else {
      let reason = String(cString: gai_strerror(code))
      return .failure(RedisError(code: .connectionFailed, message: "resolving the host name: \(reason)"))
    }
    defer { freeaddrinfo(first) }
    var addresses: [String] = []
    var next = first
    while let entry = next, addresses.count < addressCountMax {
      if let address = numericAddress(entry.pointee), !addresses.contains(address) { addresses.append(address) }
      next = entry.pointee.ai_next
    }
    return .success(addresses)
  }

  private static func numericAddress(_ entry: addrinfo) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
      guard let text = buffer.baseAddress,
        getnameinfo(entry.ai_addr, entry.ai_addrlen, text, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) == 0
      else { return nil }
      return String(cString: text)
    }
  }
}
