import EventModel
import Resolution
import SettingModel
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct TenantSettingsTests {
  private static let far = TestEvent.start + .days(59)

  @Test(
    "a changed setting brings history to the rows of a database that had it from the beginning",
    arguments: [
      [(ResolutionSetting.windowHours(.emailEngagement), "72")], [(.windowHours(.dealProgression), "200")],
      [(.attributionModel, "\"time_decay\"")], [(.attributionModel, "\"first_touch\"")],
      [(.attributionModel, "\"shapley\"")],
      [(.attributionCustomWeights, "{\"from_start\":[3,1],\"middle\":0.5}"), (.attributionModel, "\"custom\"")],
      [
        (.attributionTypeEffects, "{\"send_email\":0.5,\"escalate\":0.9,\"propose\":0}"),
        (.attributionModel, "\"markov\""),
      ],
      [(.attributionModel, "\"time_decay\""), (.attributionHalfLifeDays, "0.5")],
      [(.expiredCounts(.emailEngagement), "false")],
      [(.dealStages, "[\"discovery\",\"qualification\",\"evaluation\",\"prospecting\",\"closed_won\"]")],
    ]
  )
  func history(changes: [(setting: ResolutionSetting, value: String)]) async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 7)
      let tenant = TestEvent.tenant(1)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.settle()
      try await fleet.sweep(asOf: Self.far)
      try await fleet.settle()
      let before = try await fleet.dump()
      let settings = TenantSettings(of: tenant, in: fleet.postgres)
      for change in changes {
        try await settings.set(.resolution(change.setting), to: change.value, now: TestFleet.now)
      }
      try await fleet.settle()
      // A window that became longer is open again, and closes again.
      try await fleet.sweep(asOf: Self.far)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
      let after = try await fleet.dump()
      #expect(after != before)
      try await fleet.clear()
      try await fleet.set(world.settings)
      for change in changes {
        try await settings.set(.resolution(change.setting), to: change.value, now: TestFleet.now)
      }
      try await fleet.publish(world.events)
      try await fleet.settle()
      try await fleet.sweep(asOf: Self.far)
      try await fleet.settle()
      #expect(try await fleet.dump() == after)
    }
  }

  @Test("an invalid value is refused and changes nothing; returning to the default is a change like any other")
  func values() async throws {
    try await TestFleet.with { fleet in
      let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
      try await fleet.publish([.action(1), .action(2, at: 1), .reply(3, at: 2)])
      try await fleet.settle()
      for value in ["\"shapley's\"", "7", "not json"] {
        await #expect(throws: SettingError.self) {
          try await settings.set(.resolution(.attributionModel), to: value, now: TestFleet.now)
        }
      }
      #expect(try await fleet.execute("SELECT count(*) FROM learning.tenant_settings") == "0")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.due_conversations") == "0")
      let standard = try await fleet.dump()
      try await settings.set(.resolution(.attributionModel), to: "\"last_touch\"", now: TestFleet.now)
      #expect(try await fleet.execute("SELECT DISTINCT reason FROM learning.due_conversations") == "setting")
      try await fleet.settle()
      #expect(try await fleet.dump() != standard)
      #expect(try await settings.list().first?.value == "\"last_touch\"")
      try await settings.set(.resolution(.attributionModel), to: nil, now: TestFleet.now)
      try await fleet.settle()
      #expect(try await fleet.dump() == standard)
      #expect(try await settings.list().first?.updatedAt == nil)
    }
  }

  @Test("a change while events pour in leaves nothing folded under the old value")
  func whileBusy() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 11)
      try await fleet.publish(world.events)
      try await withThrowingTaskGroup { group in
        group.addTask { try await fleet.drainWorkers(2, ["reckoner.batch.size": "3", "reckoner.lanes": "2"]) }
        group.addTask {
          let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
          for model in ["last_touch", "first_touch", "position_based", "time_decay"] {
            try await settings.set(.resolution(.attributionModel), to: "\"\(model)\"", now: TestFleet.now)
          }
        }
        try await group.waitForAll()
      }
      try await fleet.settle()
      let models = "SELECT DISTINCT model FROM learning.conversions WHERE tenant_id = '\(TestEvent.tenant(1))'"
      #expect(try await fleet.execute(models) == "time_decay")
      #expect(try await fleet.verify().found == [:])
    }
  }
}
