import Foundation
import Synchronization
import TestSupport

/// Hears what is published on the channels of a Redis server, with the server's own client.
final class ChannelListener: Sendable {
  private final class Output: Sendable {
    let text = Mutex("")
  }

  private let process: Mutex<Process>
  private let output = Output()

  /// Listens when it returns.
  init(to server: RedisServerProcess, pattern: String) async throws {
    let child = Process()
    child.executableURL = URL(filePath: "/usr/bin/env")
    child.arguments = ["redis-cli", "-s", server.socketPath, "PSUBSCRIBE", pattern]
    let pipe = Pipe()
    child.standardOutput = pipe
    pipe.fileHandleForReading.readabilityHandler = { [output] handle in
      let more = String(decoding: handle.availableData, as: UTF8.self)
      output.text.withLock { $0 += more }
    }
    try child.run()
    process = Mutex(child)
    try await Wait.until("it listens") { lines.contains("psubscribe") }
  }

  private var lines: [String] { output.text.withLock { $0.split(separator: "\n").map(String.init) } }

  /// The messages so far, with their channels.
  var messages: [(channel: String, text: String)] {
    let lines = lines
    return lines.indices.filter { lines[$0] == "pmessage" && $0 + 3 < lines.count }.map {
      (lines[$0 + 2], lines[$0 + 3])
    }
  }

  func stop() {
    process.withLock { $0.terminate() }
  }
}
