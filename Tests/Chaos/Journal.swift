import Foundation
import Synchronization

/// What happened and when, what was wrong, and the logs of every process: all that is left of a run that failed.
final class Journal: Sendable {
  private struct State {
    var lines: [String] = []
    var findings: [String] = []
    var faults: [FaultKind: Int] = [:]
  }

  let directory: URL
  private let begin = ContinuousClock.now
  private let state = Mutex(State())

  init() throws {
    var template = Array("/tmp/reckoner-chaos-XXXXXX".utf8CString)
    let path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let path else { throw ChaosFailure("no directory for the logs: errno \(errno)") }
    directory = URL(fileURLWithPath: path, isDirectory: true)
  }

  /// Everything that contradicts a promise.
  var findings: [String] { state.withLock { $0.findings } }
  /// How many faults of each kind were injected.
  var faults: [FaultKind: Int] { state.withLock { $0.faults } }
  var elapsed: Duration { ContinuousClock.now - begin }

  /// Tells whoever watches, at once.
  func say(_ text: String) {
    note(text)
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
  }

  func note(_ text: String) {
    let line = "\(Self.seconds(elapsed)) \(text)"
    state.withLock { $0.lines.append(line) }
  }

  func find(_ text: String) {
    note("WRONG: \(text)")
    state.withLock { $0.findings.append(text) }
  }

  /// - Parameter text: what exactly was done.
  func count(_ fault: FaultKind, _ text: String) {
    note("\(fault.rawValue): \(text)")
    state.withLock { $0.faults[fault, default: 0] += 1 }
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appendingPathComponent(name))
  }

  /// Writes what was noted into the directory.
  func close() throws {
    try write(state.withLock { $0.lines }.joined(separator: "\n") + "\n", to: "journal")
  }

  func remove() throws {
    try FileManager.default.removeItem(at: directory)
  }

  static func seconds(_ duration: Duration) -> String {
    String(format: "%.1f s", Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
  }
}

/// What keeps a run from going on.
struct ChaosFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
