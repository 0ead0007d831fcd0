import Glibc
import Testing

@testable import Benchmark

struct DelayRelayTests {
  /// Far more than the kernel keeps for a socket.
  private static let byteCount = 4 << 20

  @Test func `bytes pass whole, later by the delay, though both sides only send at first`() throws {
    var template = Array("/tmp/relay-XXXXXX".utf8CString)
    let directory = String(cString: try #require(mkdtemp(&template)))
    defer {
      unlink("\(directory)/target")
      rmdir(directory)
    }
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(UnixAddress.bind(listener, to: "\(directory)/target") && listen(listener, 8) == 0)
    let relay = try DelayRelay(path: "\(directory)/relay", to: "\(directory)/target", roundTrip: .milliseconds(40))
    defer { relay.stop() }
    let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    try #require(UnixAddress.connect(client, to: "\(directory)/relay"))
    let server = accept(listener, nil, nil)
    try #require(server >= 0)
    defer { for descriptor in [client, server, listener] { close(descriptor) } }

    let start = ContinuousClock.now
    #expect(Self.send([7], to: client) && Self.receive(1, from: server) == [7])
    #expect(Self.send([8], to: server) && Self.receive(1, from: client) == [8])
    #expect(ContinuousClock.now - start >= .milliseconds(40))

    let bytes = (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: $0 / 251) }
    // Neither side reads before both have written everything.
    for descriptor in [client, server] { try #require(Self.send(bytes, to: descriptor)) }
    for descriptor in [client, server] { #expect(Self.receive(bytes.count, from: descriptor) == bytes) }
  }

  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let sent = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset, 0)
      }
      guard sent > 0 else { return false }
      offset += sent
    }
    return true
  }

  private static func receive(_ count: Int, from descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < count {
      let received = recv(descriptor, &chunk, min(chunk.count, count - bytes.count), 0)
      guard received > 0 else { return bytes }
      bytes += chunk[..<received]
    }
    return bytes
  }
}
