import FoundationEssentials
import Glibc

/// The programs of a run, found beside this one; none outlives it.
final class BenchmarkFleet: Sendable {
  static let workerName = "outcome-worker"
  static let aggregatorName = "calibration-aggregator"

  let programs: [RunningProgram]

  /// Starts the workers and the aggregator of a shape.
  /// - Parameter addresses: `RECKONER_REDIS_URL` and `RECKONER_DATABASE_URL`.
  init(_ shape: FleetShape, launcher: ProgramLauncher, addresses: [String: String]) throws {
    let workerEnvironment = shape.environment.merging(addresses) { $1 }
    var programs: [RunningProgram] = []
    for _ in 0..<shape.workerCount {
      programs.append(try launcher.start(Self.workerName, environment: workerEnvironment))
    }
    if shape.hasAggregator { programs.append(try launcher.start(Self.aggregatorName, environment: addresses)) }
    self.programs = programs
  }

  /// - Throws: ``BenchmarkError`` where one has ended.
  func checkRunning() throws {
    for program in programs { try program.checkRunning() }
  }

  /// Asks all to finish, and waits for them.
  func stop() async throws {
    for program in programs { try await program.stop() }
  }

  /// Ends all by force. Harmless when they have ended.
  func kill() {
    for program in programs { program.kill() }
  }

  /// Seconds of processor time so far, by program; several of one name are added up.
  var seconds: [String: Double] {
    programs.reduce(into: [:]) { sums, program in
      sums[program.name, default: 0] += ProcessUsage.seconds(of: program.identifier) ?? 0
    }
  }

  /// The most memory that one process of each name has had so far, in bytes.
  var peakByteCounts: [String: Int] {
    programs.reduce(into: [:]) { peaks, program in
      let peak = ProcessUsage.peakByteCount(of: program.identifier) ?? 0
      peaks[program.name] = max(peaks[program.name] ?? 0, peak)
    }
  }
}
