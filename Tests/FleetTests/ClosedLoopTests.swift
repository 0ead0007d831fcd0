import Calibration
import EventModel
import TestSupport
import Testing
import Workers

/// The loop over the whole pipeline: an agent publishes what it does and says, reads its correction from Redis before it
/// acts again, and the fleet finds out the rest, week by week.
@Suite(.timeLimit(.minutes(15))) struct ClosedLoopTests {
  /// The chance of an answer by the agent's raw confidence.
  private typealias Truth = @Sendable (_ confidence: Double, _ week: Int) -> Double

  private static let actionsPerWeek = 140
  private static let confidences = [0.55, 0.65, 0.75, 0.85, 0.95]

  /// What was in force at the end of each week, and the mean of what the agent said minus what is true.
  private struct Course {
    var scalings: [Double] = []
    var gaps: [Double] = []
    var verdicts: [String] = []
  }

  /// An agent: what it knows, and the correction that it read.
  private struct Agent {
    /// Its raw ones.
    var confidences = ClosedLoopTests.confidences
    var correction = Correction.initial
    var version = 0
    var generator: TestGenerator
    var actionCount = 0

    mutating func read(_ fields: [String: String]) {
      correction = Correction(
        confidenceScaling: fields["confidence_scaling"].flatMap(Double.init) ?? 1,
        escalationThreshold: fields["escalation_threshold"].flatMap(Double.init) ?? 0.7
      )
      version = fields["version"].flatMap(Int.init) ?? 0
    }

    /// What it does and is answered in a week.
    mutating func act(from start: Timestamp, week: Int, truth: Truth) -> [TestEvent] {
      (0..<actionsPerWeek).flatMap { number in
        act(at: start + .seconds(Int64(number) * 4000), week: week, truth: truth)
      }
    }

    private mutating func act(at time: Timestamp, week: Int, truth: Truth) -> [TestEvent] {
      let raw = generator.pick(confidences)
      let conversation = TestEvent.conversation(actionCount)
      let action = """
        {"conversation_state_id":"\(conversation)","action_type":"send_email",\
        "predicted_confidence":\(correction.scaled(raw)),"calibration_version":\(version)}
        """
      var events = [event(.agentAction, 0, at: time, action)]
      if Double.random(in: 0..<1, using: &generator) < truth(raw, week) {
        let answeredAt = time + .hours(Int64.random(in: 1...20, using: &generator))
        events.append(event(.customerReply, 1, at: answeredAt, "{\"conversation_state_id\":\"\(conversation)\"}"))
      }
      actionCount += 1
      return events
    }

    private func event(_ type: EventType, _ offset: Int, at time: Timestamp, _ data: String) -> TestEvent {
      let id = TestEvent.eventID(2 * actionCount + offset)
      return TestEvent(type, id, tenant: TestEvent.tenant(1), at: time, data: data)
    }
  }

  /// - Parameter confidences: the raw ones of the agent.
  private static func run(
    _ fleet: TestFleet,
    weeks: Int,
    seed: UInt64,
    confidences: [Double] = confidences,
    truth: Truth
  ) async throws -> Course {
    var agent = Agent(confidences: confidences, generator: TestGenerator(seed: seed))
    var course = Course()
    for week in 0..<weeks {
      let start = TestEvent.start + .days(Int64(7 * week))
      agent.read(try await fleet.correction())
      let end = fleet.at(start + .days(7))
      try await end.publish(agent.act(from: start, week: week, truth: truth))
      try await end.drainWorkers()
      try await end.sweep(asOf: start + .days(7))
      try await end.drainAggregators()
      agent.read(try await fleet.correction())
      course.scalings.append(agent.correction.confidenceScaling)
      course.verdicts.append(try await fleet.correction()["verdict"] ?? "")
      let gapSum = confidences.reduce(0) { $0 + agent.correction.scaled($1) - truth($1, week) }
      course.gaps.append(gapSum / Double(confidences.count))
    }
    let shown = stride(from: 0, to: weeks, by: 10).map { "week \($0 + 1): \(rounded(course.gaps[$0]))" }
    print("said minus true: \(shown.joined(separator: ", ")), at last \(rounded(course.gaps.last ?? 0))")
    return course
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  @Test("an overconfident agent is brought into the dead band, never past it")
  func overconfident() async throws {
    try await TestFleet.with { fleet in
      let course = try await Self.run(fleet, weeks: 40, seed: 3) { confidence, _ in confidence - 0.35 }
      #expect(zip(course.gaps, course.gaps.dropFirst()).allSatisfy { $0 >= $1 }, "\(course.gaps)")
      #expect((0.1..<0.17).contains(try #require(course.gaps.last)), "\(course.gaps)")
      #expect(course.verdicts.last == "calibrated")
      #expect(course.scalings.allSatisfy { (0.5...1.5).contains($0) })
      #expect(try await fleet.verify(at: TestEvent.start + .days(7 * 40)).found == [:])
    }
  }

  @Test("an underconfident agent is brought up into the dead band")
  func underconfident() async throws {
    try await TestFleet.with { fleet in
      let low = [0.3, 0.4, 0.5, 0.6]
      let course = try await Self.run(fleet, weeks: 50, seed: 5, confidences: low) { confidence, _ in confidence + 0.3 }
      #expect(zip(course.gaps, course.gaps.dropFirst()).allSatisfy { $0 <= $1 }, "\(course.gaps)")
      #expect(try #require(course.gaps.last) > -0.17, "\(course.gaps)")
      #expect(course.verdicts.last == "calibrated")
    }
  }

  @Test("a calibrated agent is left alone for 400 days")
  func calibrated() async throws {
    try await TestFleet.with { fleet in
      let course = try await Self.run(fleet, weeks: 58, seed: 7) { confidence, _ in confidence }
      #expect(course.scalings.allSatisfy { $0 == 1 }, "\(course.scalings)")
      #expect(course.verdicts[8...].allSatisfy { $0 == "calibrated" }, "\(course.verdicts)")
      #expect(try await fleet.history().isEmpty)
    }
  }

  @Test("an agent that begins to overstate is left alone until then, and corrected after")
  func changing() async throws {
    try await TestFleet.with { fleet in
      let course = try await Self.run(fleet, weeks: 30, seed: 9) { confidence, week in
        week < 10 ? confidence : confidence - 0.5
      }
      #expect(course.scalings[..<10].allSatisfy { $0 == 1 }, "\(course.scalings)")
      #expect(zip(course.scalings, course.scalings.dropFirst()).allSatisfy { $0 >= $1 }, "\(course.scalings)")
      #expect(try #require(course.scalings.last) < 0.9, "\(course.scalings)")
    }
  }
}
