public import Foundation
import Glibc
import Synchronization

/// One of our own executables as a process, found beside the test bundle, with everything that it writes.
///
/// It never outlives the test process, however that ends: a watch kills it.
public final class ProgramProcess: Sendable {
  /// How a program ended, and what it said.
  public struct Ending: Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
      case exit(Int32)
      case signal(Int32)
    }

    public let cause: Cause
    public let standardOutput: String
    public let standardError: String

    /// What the program exited with; `nil` where a signal ended it.
    public var exitCode: Int32? {
      switch cause {
      case .exit(let code): code
      case .signal: nil
      }
    }

    public var description: String { "\(cause)\nstdout: \(standardOutput)\nstderr: \(standardError)" }
  }

  /// What keeps a program from running, or from ending in time.
  public typealias Failure = TestProcessFailure

  private let name: String
  private let files: TestDirectory
  private let process: WatchedProcess
  private let ended = Mutex<Ending?>(nil)

  private init(name: String, files: TestDirectory, process: WatchedProcess) {
    self.name = name
    self.files = files
    self.process = process
  }

  deinit {
    process.terminate(by: SIGKILL)
    files.remove()
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - name: an executable of this package.
  ///   - environment: all of it, but for the search path.
  ///   - input: what it reads from standard input; `nil` is nothing.
  public static func start(
    _ name: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: String? = nil
  ) throws -> ProgramProcess {
    let program = buildDirectory.appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Failure(description: "\(program) isn't built")
    }
    let files = try TestDirectory(name: "program")
    do {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      var spawn = ProcessSpawn([program] + arguments, output: files.path(of: "stdout"))
      spawn.errorOutput = files.path(of: "stderr")
      spawn.environment = environment.merging(["PATH": path]) { given, _ in given }
      if let input {
        try files.write(input, to: "input")
        spawn.input = files.path(of: "input")
      }
      return ProgramProcess(name: name, files: files, process: try WatchedProcess(spawn, directory: files))
    } catch {
      files.remove()
      throw error
    }
  }

  /// Runs a program to its end.
  public static func run(
    _ name: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: String? = nil,
    within limit: Duration = .seconds(120)
  ) async throws -> Ending {
    try await start(name, arguments, environment: environment, input: input).ending(within: limit)
  }

  /// The directory of the test bundle and of the executables that were built with it.
  public static var buildDirectory: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Waits until the program ends.
  /// - Throws: ``Failure`` with what it said so far, after killing it, when it doesn't end within the limit.
  public func ending(within limit: Duration = .seconds(120)) async throws -> Ending {
    let deadline = ContinuousClock.now + limit
    while true {
      if let ending { return ending }
      guard ContinuousClock.now < deadline else {
        kill()
        throw Failure(description: "\(name) doesn't end within \(limit)\nstderr: \(standardErrorSoFar)")
      }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// How it ended; `nil` while it runs.
  public var ending: Ending? {
    ended.withLock { ended in
      if let ended { return ended }
      guard let status = process.reapIfExited() else { return nil }
      let cause = status & 0x7f == 0 ? Ending.Cause.exit(status >> 8 & 0xff) : .signal(status & 0x7f)
      let ending = Ending(cause: cause, standardOutput: text(of: "stdout"), standardError: text(of: "stderr"))
      files.remove()
      ended = ending
      return ending
    }
  }

  /// What the program wrote to standard error until now.
  public var standardErrorSoFar: String { text(of: "stderr") }

  /// `kill -9`: it ends wherever it is. Harmless when it has ended.
  public func kill() { process.signal(SIGKILL) }

  /// Asks it to finish (SIGTERM). Harmless when it has ended.
  public func terminate() { process.signal(SIGTERM) }

  /// Whether it has got so far that it decides for itself what SIGTERM does.
  public var answersTermination: Bool {
    let path = "/proc/\(process.identifier)/status"
    guard let data = FileManager.default.contents(atPath: path) else { return false }
    // Masks of the signals that are ignored and caught, in hexadecimal; signal 1 is bit 0.
    return String(decoding: data, as: UTF8.self).split(separator: "\n").contains { line in
      let words = line.split(separator: "\t")
      guard words.count == 2, ["SigIgn:", "SigCgt:"].contains(words[0]) else { return false }
      return UInt64(words[1], radix: 16).map { $0 & 1 << (UInt64(SIGTERM) - 1) != 0 } ?? false
    }
  }

  /// The names of its threads; a connection has one of its own.
  public var threadNames: [String] {
    let path = "/proc/\(process.identifier)/task"
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { thread in
        FileManager.default.contents(atPath: "\(path)/\(thread)/comm").map {
          String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
      }
    } catch {
      // It has ended.
      return []
    }
  }

  /// Freezes it wherever it is (SIGSTOP): its connections stay open and it does nothing.
  public func pause() { process.signal(SIGSTOP) }

  /// Ends a ``pause()``.
  public func resume() { process.signal(SIGCONT) }

  /// What Ctrl-C does (SIGINT). Harmless when it has ended.
  public func interrupt() { process.signal(SIGINT) }

  private func text(of stream: String) -> String { files.text(of: stream) ?? "" }
}
