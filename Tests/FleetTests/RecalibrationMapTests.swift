import Calibration
import EventModel
import PostgresClient
import RedisClient
import Store
import TestSupport
import Testing

@testable import Insight
@testable import Workers

/// From samples to the recalibration map that agents read, over the whole pipeline.
@Suite(.timeLimit(.minutes(10))) struct RecalibrationMapTests {
  /// Actions that say 0.9 and of which so many are answered; the others bounce.
  private static func actions(_ numbers: Range<Int>, answered: Int, tenant: Int = 1) -> [TestEvent] {
    numbers.flatMap { number in
      let isAnswered = number - numbers.lowerBound < answered
      return [
        TestEvent.action(2 * number, tenant: tenant, conversation: number, confidence: 0.9),
        .reply(2 * number + 1, tenant: tenant, conversation: number, type: isAnswered ? "reply" : "bounce"),
      ]
    }
  }

  private static func want(_ isWanted: Bool, tenant: Int = 1, in fleet: TestFleet) async throws {
    try await TenantSettings(of: TestEvent.tenant(tenant), in: fleet.postgres)
      .set(.calibration(.map), to: "\(isWanted)", now: TestFleet.now)
  }

  /// Folds, and looks for maps as the scheduler does.
  private static func sweep(_ fleet: TestFleet) async throws -> [String: String] {
    try await fleet.settle()
    try await fleet.judge(asOf: TestFleet.now)
    return try await fleet.correction()
  }

  @Test("a map that validates better is published once for a cycle of samples, outlives Redis, and goes when it is off")
  func published() async throws {
    try await TestFleet.with { fleet in
      try await Self.want(true, in: fleet)
      try await fleet.publish(Self.actions(0..<300, answered: 100))
      try await fleet.settle()
      #expect(try await fleet.correction()["recalibration_map"] == nil, "an aggregator fits none")
      let first = try await Self.sweep(fleet)
      let fit = RecalibrationFit(of: TestEvent.tenant(1), in: fleet.postgres)
      let report = try #require(try await fit.run(asOf: TestFleet.now).first)
      let recalibration = try #require(report.recalibration)
      let text = try #require(first["recalibration_map"])
      let published = try JSONParser.parse(Array(text.utf8))
      for member in ["kind", "slope", "intercept", "margin", "knots"] {
        #expect(published[member] == recalibration.map.json[member], "\(member) of \(text)")
      }
      #expect(first["recalibration_map_version"] == "1" && recalibration.map != .identity)
      #expect(report.inForce?.map == text && report.inForce?.brierAfter == recalibration.brierAfter)
      let state = try await fleet.execute("SELECT * FROM learning.calibration_state")
      #expect(try await Self.sweep(fleet) == first)
      #expect(try await fleet.execute("SELECT * FROM learning.calibration_state") == state)
      _ = try await fleet.redis.send(FlushAll())
      try await fleet.drainAggregators()
      #expect(try await fleet.correction() == first)
      try await fleet.publish(Self.actions(300..<349, answered: 49))
      #expect(try await Self.sweep(fleet)["recalibration_map_version"] == "1")
      try await fleet.publish(Self.actions(349..<350, answered: 1))
      #expect(try await Self.sweep(fleet)["recalibration_map_version"] == "2")
      try await Self.want(false, in: fleet)
      let off = try await Self.sweep(fleet)
      #expect(off["recalibration_map"] == nil && off["recalibration_map_version"] == nil)
      #expect(off["confidence_scaling"] == first["confidence_scaling"] && off["version"] == first["version"])
      try await Self.want(true, in: fleet)
      #expect(try await Self.sweep(fleet)["recalibration_map_version"] == "3")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a tenant that didn't ask has no map")
  func unasked() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<300, answered: 100))
      #expect(try await Self.sweep(fleet)["recalibration_map"] == nil)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.calibration_maps") == "0")
    }
  }

  @Test("an agent that has become calibrated loses its map, and one that always was gets none")
  func calibrated() async throws {
    try await TestFleet.with { fleet in
      try await Self.want(true, in: fleet)
      try await fleet.publish(Self.actions(0..<200, answered: 120))
      #expect(try await Self.sweep(fleet)["recalibration_map_version"] == "1")
      try await Self.want(true, tenant: 2, in: fleet)
      try await fleet.publish(Self.actions(0..<300, answered: 270, tenant: 2))
      // 720 of 800: what it says.
      try await fleet.publish(Self.actions(200..<800, answered: 600))
      let read = try await Self.sweep(fleet)
      #expect(read["recalibration_map"] == nil && read["recalibration_map_version"] == nil)
      let noted = "SELECT map_sample_count FROM learning.calibration_state WHERE map_version IS NULL ORDER BY tenant_id"
      #expect(try await fleet.execute(noted).split(separator: "\n") == ["800", "300"])
      #expect(try await fleet.execute("SELECT count(*) FROM learning.calibration_maps") == "1")
    }
  }
}
