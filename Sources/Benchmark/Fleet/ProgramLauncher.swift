import FoundationEssentials
import Glibc
import Synchronization

/// Starts programs of the same build, with their logs in a directory that goes with this object.
public final class ProgramLauncher: Sendable {
  private let programDirectory: String
  private let environment: [String: String]
  /// Where logs and sockets of a run lie.
  let directory: String
  private let startedCount = Atomic<Int>(0)

  /// - Parameter environment: what the programs get beside what a run sets: the search path, and settings of Reckoner.
  public init(environment: [String: String]) throws {
    guard let program = realpath("/proc/self/exe", nil) else { throw BenchmarkError("/proc is not mounted") }
    defer { free(program) }
    programDirectory = String(cString: program).split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    self.environment = environment
    var template = Array("\(FileManager.default.temporaryDirectory.path)/reckoner-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw BenchmarkError("no directory can be made in \(FileManager.default.temporaryDirectory.path)")
    }
    directory = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  deinit {
    // What is left of a temporary directory is the system's to remove.
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Starts a program.
  /// - Parameters:
  ///   - name: such as `outcome-worker`.
  ///   - environment: beside what this object has.
  func start(_ name: String, _ arguments: [String] = [], environment: [String: String]) throws -> RunningProgram {
    let number = startedCount.add(1, ordering: .relaxed).newValue
    let spawn = ProgramSpawn(
      arguments: ["\(programDirectory)/\(name)"] + arguments,
      environment: ["RECKONER_LOG_LEVEL": "warning"].merging(self.environment) { $1 }.merging(environment) { $1 },
      output: "\(directory)/\(name)-\(number).log"
    )
    return try RunningProgram(name, spawn: spawn)
  }
}
