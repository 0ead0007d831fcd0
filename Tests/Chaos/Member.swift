import Foundation
import TestSupport

/// One process of the fleet: started, ended in the ways that a run wants, and started again.
actor Member {
  /// What a shutdown may take before it is found too slow.
  private static let terminationMax = Duration.seconds(40)

  nonisolated let name: String
  nonisolated let program: String
  private let arguments: [String]
  private let environment: [String: String]
  private let journal: Journal
  private var process: ProgramProcess?
  private var startCount = 0

  init(_ program: String, number: Int, arguments: [String] = [], environment: [String: String], journal: Journal) {
    name = "\(program)-\(number)"
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.journal = journal
  }

  func start() throws {
    startCount += 1
    process = try ProgramProcess.start(program, arguments, environment: environment)
  }

  /// Looks whether the process ended by itself, which none may, and starts another.
  func look() throws {
    guard let process, let ending = process.ending else { return }
    self.process = nil
    try save(ending)
    journal.find("\(name) ended by itself (\(ending.cause)): \(ending.standardError.suffix(1000))")
    try start()
  }

  /// `kill -9`, and a start after a while.
  func kill(restartingAfter pause: Duration) async throws {
    try await end(restartingAfter: pause) { process in
      process.kill()
      return try await process.ending()
    }
  }

  /// SIGTERM, which must end it with 0, and a start after a while.
  func terminate(restartingAfter pause: Duration) async throws {
    try await end(restartingAfter: pause, terminated)
  }

  /// Stopped for a while.
  func freeze(for pause: Duration) async throws {
    guard let process else { return }
    process.pause()
    try await Task.sleep(for: pause)
    process.resume()
  }

  /// SIGTERM for good.
  func finish() async throws {
    guard let process else { return }
    self.process = nil
    try save(try await terminated(process))
  }

  /// Ends the process by force, for its log.
  func abandon() async throws {
    guard let process else { return }
    self.process = nil
    process.kill()
    try save(try await process.ending())
  }

  private func terminated(_ process: ProgramProcess) async throws -> ProgramProcess.Ending {
    let begin = ContinuousClock.now
    let answers = process.answersTermination
    process.terminate()
    let ending: ProgramProcess.Ending
    do {
      ending = try await process.ending(within: Self.terminationMax)
    } catch let failure as ProgramProcess.Failure {
      journal.find("\(name): \(failure)")
      return try await process.ending()
    }
    journal.note("\(name) shut down in \(Journal.seconds(.now - begin)): \(ending.cause)")
    // In its first moments a process is ended by the signal itself, and has done nothing yet.
    if ending.exitCode != 0, answers || ending.cause != .signal(15) {
      journal.find("\(name) answered SIGTERM with \(ending.cause): \(ending.standardError.suffix(1000))")
    }
    return ending
  }

  private func end(
    restartingAfter pause: Duration,
    _ body: (ProgramProcess) async throws -> ProgramProcess.Ending
  ) async throws {
    guard let process else { return }
    // Nobody takes its end for an accident meanwhile.
    self.process = nil
    try save(try await body(process))
    try await Task.sleep(for: pause)
    try start()
  }

  private func save(_ ending: ProgramProcess.Ending) throws {
    try journal.write("\(ending)\n", to: "\(name).\(startCount).log")
  }
}
