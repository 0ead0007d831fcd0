import Foundation
import TestSupport

/// What an operator does when the faults are over: lets the fleet come to its end, closes every window, and checks.
struct Settling: Sendable {
  /// Later than every window.
  static let far = "2100-01-01T00:00:00Z"
  private static let drainMax = Duration.seconds(240)

  let stores: ChaosStores
  let journal: Journal

  /// Works off everything.
  func settle() async throws {
    for program in ["outcome-worker", "calibration-aggregator"] { try await run(program, ["--drain"], log: "drain-1") }
    try await run("learning-scheduler", ["--run", "sweep", "--at", Self.far], log: "sweep")
    for program in ["outcome-worker", "calibration-aggregator"] { try await run(program, ["--drain"], log: "drain-2") }
  }

  /// The product's own checks.
  func check() async throws {
    let verify = try await run("reckoner", ["verify", "--json"], log: "verify")
    if let verify { note(verify) }
    try await run("reckoner", ["rebuild-bins", "--compare", "--json"], log: "rebuild-bins")
    if !journal.findings.isEmpty { try await run("reckoner", ["status"], log: "status") }
  }

  private func note(_ verify: ProgramProcess.Ending) {
    do {
      let report = try JSONDecoder().decode(Verified.self, from: Data(verify.standardOutput.utf8))
      journal.note("verify: \(report)")
      let left = report.entries.pending + report.entries.unread
      if left > 0 { journal.find("after the drain \(left) entries are pending or unread: \(report.entries)") }
    } catch {
      journal.find("the report of verify can't be read: \(error)")
    }
  }

  private struct Verified: Decodable {
    struct Entries: Decodable {
      let applied: Int
      let pending: Int
      let unread: Int
      let dead: Int
    }

    let entries: Entries
    let recorded_events: Int
    let outcomes: Int
    let samples: Int
  }

  /// Runs a program that must end with 0.
  @discardableResult
  private func run(_ program: String, _ arguments: [String], log: String) async throws -> ProgramProcess.Ending? {
    let name = ([program] + arguments).joined(separator: " ")
    let begin = ContinuousClock.now
    do {
      let ending = try await stores.run(program, arguments, within: Self.drainMax)
      try journal.write("\(ending)\n", to: "\(program)-\(log).log")
      journal.note("\(name): \(ending.cause) after \(Journal.seconds(.now - begin))")
      if ending.exitCode != 0 {
        let said = ending.standardOutput.prefix(2000) + ending.standardError.suffix(1000)
        journal.find("\(name): \(ending.cause): \(said)")
      }
      return ending
    } catch let failure as ProgramProcess.Failure {
      try journal.write("\(failure)\n", to: "\(program)-\(log).log")
      journal.find("\(name): \(failure.description.suffix(1500))")
      return nil
    }
  }
}
