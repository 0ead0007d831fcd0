import Dispatch
import Foundation
import Glibc
import RedisClient
import Synchronization

/// A server that plays a fixed part, for what a real Redis never does: garbage, and hanging up within an answer.
///
/// It listens on a Unix socket, where what one end sends has arrived at the other when the call returns.
final class FakePeer: Sendable {
  /// What it does on one connection, in order; at the end it waits until the client hangs up.
  enum Step: Sendable {
    /// Waits for something to arrive, and drops it.
    case receive
    /// Waits for input that ends like this, and drops it.
    case receiveUntil(String)
    case send(String)
    /// Sends so many bytes of a bulk string.
    case sendBytes(Int)
    /// Waits for ``proceed()``.
    case waitForProceed
    case hangUp
  }

  private let path = "\(NSTemporaryDirectory())/peer-\(UUID().uuidString)"
  private let listener: Int32
  private let signal = DispatchSemaphore(value: 0)
  private let acceptedCount = Mutex(0)
  private let finishedStepCount = Mutex(0)

  /// - Parameter connections: the part for each connection in turn; the last one is played again and again.
  init(_ connections: [[Step]]) throws {
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard code == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    Thread.detachNewThread { [self] in serve(connections) }
  }

  /// Connections so far.
  var connectionCount: Int { acceptedCount.withLock { $0 } }

  /// Steps done so far, on all connections.
  var stepCount: Int { finishedStepCount.withLock { $0 } }

  var configuration: RedisConfiguration {
    RedisConfiguration(
      address: .unix(path: path),
      connectTimeout: .seconds(30),
      commandTimeout: .seconds(30),
      backoff: RedisBackoff(initial: .milliseconds(1), maximum: .milliseconds(20))
    )
  }

  /// Ends one wait of the part.
  func proceed() {
    signal.signal()
  }

  /// Ends the part: `accept` fails from now on.
  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    unlink(path)
  }

  private func serve(_ connections: [[Step]]) {
    defer { Glibc.close(listener) }
    while true {
      let connection = accept(listener, nil, nil)
      if connection < 0 { return }
      let index = acceptedCount.withLock { count in
        defer { count += 1 }
        return count
      }
      play(connections[min(index, connections.count - 1)], on: connection)
      Glibc.close(connection)
    }
  }

  private func play(_ steps: [Step], on connection: Int32) {
    for step in steps {
      switch step {
      case .receive: if !receive(until: "", from: connection) { return }
      case .receiveUntil(let end): if !receive(until: end, from: connection) { return }
      case .send(let text): send(Array(text.utf8), to: connection)
      case .sendBytes(let count): send([UInt8](repeating: UInt8(ascii: "x"), count: count), to: connection)
      case .waitForProceed: signal.wait()
      case .hangUp: return
      }
      finishedStepCount.withLock { $0 += 1 }
    }
    while receive(until: "", from: connection) {}
  }

  /// Blocks until something has arrived and the last of it is `end`; false at the end of the input.
  private func receive(until end: String, from connection: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var tail: [UInt8] = []
    repeat {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return false }
      tail = (tail + buffer[..<count].suffix(end.utf8.count)).suffix(end.utf8.count)
    } while !tail.elementsEqual(end.utf8)
    return true
  }

  private func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
