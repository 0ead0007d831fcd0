import Foundation
import TestSupport
import Testing

struct SchedulesCommandTests {
  private struct Schedule: Decodable {
    struct Run: Decodable {
      let result: String
      let occurrenceCount: Int
    }

    let name: String
    let timing: String
    let pausedAt: String?
    let nextRunAt: String?
    let lastRun: Run?
  }

  private struct Shown: Decodable {
    let schedule: Schedule
    let runs: [Schedule.Run]
  }

  private static func schedules(_ fleet: TestFleet, _ arguments: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run("reckoner", ["schedules"] + arguments, environment: fleet.environment)
  }

  @Test("a scheduler makes the schedules, does what is asked for, and leaves alone what is paused")
  func schedules() async throws {
    try await TestFleet.run { fleet in
      let none = try await Self.schedules(fleet, "list")
      #expect(none.exitCode == 0 && none.standardOutput.contains("a running learning-scheduler makes them"))
      let scheduler = try fleet.start("learning-scheduler")
      defer { scheduler.kill() }
      var made: [Schedule] = []
      try await Wait.until("schedules are made") {
        made = try await Self.schedules(fleet, "list", "--json").json(as: [Schedule].self)
        return !made.isEmpty
      }
      #expect(
        Set(made.map(\.name)).isSuperset(of: ["expiry", "immediate_signals", "deal_signals", "calibration_check"])
      )
      let paused = try await Self.schedules(fleet, "pause", "expiry", "--json").json(as: [Schedule].self)
      #expect(paused.first?.pausedAt != nil)
      let resumed = try await Self.schedules(fleet, "resume", "expiry", "--json").json(as: [Schedule].self)
      #expect(resumed.first?.pausedAt == nil)
      let run = try await Self.schedules(fleet, "run", "expiry", "--wait", "--json")
      let done = try #require(try run.json(as: [Schedule].self).first)
      #expect(done.lastRun?.result == "done" && done.nextRunAt != nil)
      let shown = try await Self.schedules(fleet, "show", "expiry", "--json").json(as: Shown.self)
      #expect(shown.runs.count == 1 && shown.schedule.timing == "every 1 h")
      let unknown = try await Self.schedules(fleet, "run", "expire")
      #expect(unknown.exitCode == 65 && unknown.standardError.contains("reckoner schedules list"), "\(unknown)")
    }
  }
}
