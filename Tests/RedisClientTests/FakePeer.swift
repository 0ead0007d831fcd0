import Dispatch
import Foundation
import Glibc
import RedisClient
import Synchronization

/// A TCP server that plays a fixed part, for what a real Redis never does: garbage, and hanging up within an answer.
final class FakePeer: Sendable {
  /// What it does on one connection, in order; at the end it waits until the client hangs up.
  enum Step: Sendable {
    /// Waits for something to arrive, and drops it.
    case receive
    case send(String)
    /// Waits for ``proceed()``.
    case waitForProceed
    case hangUp
  }

  let port: UInt16
  private let listener: Int32
  private let signal = DispatchSemaphore(value: 0)
  private let acceptedCount = Mutex(0)
  private let finishedStepCount = Mutex(0)

  /// - Parameter connections: the part for each connection in turn; the last one is played again and again.
  init(_ connections: [[Step]]) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, size) | listen(listener, 16) | getsockname(listener, generic, &size)
      }
    }
    guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve(connections) }
  }

  /// Connections so far.
  var connectionCount: Int { acceptedCount.withLock { $0 } }

  /// Steps done so far, on all connections.
  var stepCount: Int { finishedStepCount.withLock { $0 } }

  var configuration: RedisConfiguration {
    RedisConfiguration(
      address: .tcp(host: "127.0.0.1", port: port),
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
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for step in steps {
      switch step {
      case .receive: if recv(connection, &buffer, buffer.count, 0) <= 0 { return }
      case .send(let text): _ = Glibc.send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
      case .waitForProceed: signal.wait()
      case .hangUp: return
      }
      finishedStepCount.withLock { $0 += 1 }
    }
    while recv(connection, &buffer, buffer.count, 0) > 0 {}
  }
}
