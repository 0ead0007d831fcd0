import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(4))) struct ReplayTests {
  /// Letters of every fate, once offers are known: healed, known by then, in conflict with one another, and hopeless.
  private static func publishMixed(_ fleet: TestFleet) async throws {
    var events: [TestEvent] = []
    for number in 0..<60 {
      events.append(.action(number, conversation: number, type: "propose"))
      events.append(.stage(100 + number, conversation: number, at: 3, to: "offer"))
    }
    for number in 0..<10 {
      // The same once more, and something else under its id; some before, some after the first.
      let same = TestEvent.stage(100 + number, conversation: number, at: 3, to: "offer")
      let other = TestEvent.stage(100 + number, conversation: number, at: 4, to: "offer")
      events = number.isMultiple(of: 2) ? [other] + events + [same] : [same] + events + [other]
      events.append(.action(200 + number, conversation: number).with("timestamp", nil))
      events.append(.stage(300 + number, conversation: number, to: "nowhere"))
    }
    try await fleet.publish(events)
  }

  @Test(
    "dry run says what the replay then does, to the letter, and changes nothing itself",
    arguments: [1, 7, 1000]
  )
  func dryRun(batchSize: Int) async throws {
    try await TestFleet.with { fleet in
      try await Self.publishMixed(fleet)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
      try await fleet.allowOffers()
      try await fleet.settle()
      let before = (try await fleet.dump(), try await fleet.buried())
      let predicted = ReplayRecorder()
      let prediction = try await fleet.replay(isRehearsal: true, batchSize: batchSize, recorder: predicted)
      #expect(try await fleet.dump() == before.0)
      #expect(try await fleet.buried().map(\.id) == before.1.map(\.id))
      #expect(try await fleet.buried().map(\.content) == before.1.map(\.content))
      let done = ReplayRecorder()
      let report = try await fleet.replay(batchSize: batchSize, recorder: done)
      #expect(done.notes == predicted.notes)
      #expect(prediction.isExact && prediction.isRehearsal && !report.isRehearsal)
      #expect(
        [report.appliedCount, report.duplicateCount, report.refusedCount, report.failedCount, report.leftCount]
          == [60, 5, 35, 0, 0]
      )
      #expect(report.handledCount == 100 && report.leavesLetters && prediction.leavesLetters)
      let left = try await fleet.buried()
      #expect(left.count == 35 && left.allSatisfy { $0.content.retryCount == 1 && $0.content.history.count == 1 })
      #expect(report.groups.all.map(\.count).reduce(0, +) == 35)
      try await fleet.settle()
      let verified = try await fleet.verify()
      #expect(verified.found == [:])
      #expect(verified.entries.dead == 35)
    }
  }

  @Test("two replays at once apply each letter once")
  func twoAtOnce() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<400).map { .stage($0, conversation: $0 % 90, to: "offer") })
      try await fleet.publish((400..<450).map { .stage($0, conversation: $0 % 90, to: "nowhere") })
      try await fleet.settle()
      try await fleet.allowOffers()
      async let first = fleet.replay(batchSize: 9)
      async let second = fleet.replay(batchSize: 13)
      async let third = fleet.replay(batchSize: 5)
      let reports = try await [first, second, third]
      #expect(reports.map(\.appliedCount).reduce(0, +) == 400)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events") == "400")
      let left = try await fleet.buried()
      #expect(Set(left.compactMap(\.originalID)).count == 50 && left.count == 50)
      #expect(left.allSatisfy { (1...3).contains($0.content.retryCount) })
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a letter that fails again returns with its history, and holds nobody up meanwhile")
  func failsAgain() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<100).map { .stage($0, conversation: $0 % 9, to: "offer") })
      try await fleet.settle()
      try await fleet.allowOffers()
      try await fleet.execute(
        "ALTER TABLE learning.events ADD CONSTRAINT poison CHECK (event_id <> '\(TestEvent.eventID(7))') NOT VALID"
      )
      let culprit = try #require(try await fleet.buried(.init(identity: .event(TestEvent.eventID(7)))).first)
      let predicted = ReplayRecorder()
      _ = try await fleet.replay(isRehearsal: true, recorder: predicted)
      let recorder = ReplayRecorder()
      let start = ContinuousClock.now
      let report = try await fleet.replay(batchSize: 20, recorder: recorder)
      // 1, 4 and 16 seconds, each up to a quarter less.
      #expect(ContinuousClock.now - start > .seconds(15))
      #expect(report.appliedCount == 99 && report.failedCount == 1 && report.leavesLetters)
      #expect(Set(recorder.notes) == Set(predicted.notes))
      #expect(recorder.notes.last?.effect.refusal?.reason == .processingFailed)
      let back = try await fleet.buried()
      #expect(back.map(\.originalID) == [culprit.originalID])
      let letter = try #require(back.first)
      #expect(letter.content.reason == .processingFailed && letter.content.error.contains("SQLSTATE 23514"))
      #expect(letter.content.retryCount == 1 && letter.content.original == culprit.content.original)
      let before = DeadLetter.Failure(timestamp: culprit.content.timestamp, reasonCode: "invalid_field")
      #expect(letter.content.history == [before])
      try await fleet.execute("ALTER TABLE learning.events DROP CONSTRAINT poison")
      let last = try await fleet.replay()
      #expect(last.appliedCount == 1 && !last.leavesLetters)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("returned letters are not looked at twice: a replay in which nothing heals ends")
  func noLoop() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<120).map { .stage($0, conversation: $0 % 9, to: "nowhere") })
      try await fleet.settle()
      for round in 1...2 {
        let recorder = ReplayRecorder()
        let report = try await fleet.replay(batchSize: 7, recorder: recorder)
        #expect(report.refusedCount == 120 && Set(recorder.notes).count == 120)
        #expect(try await fleet.buried().map(\.content.retryCount) == Array(repeating: round, count: 120))
      }
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("an outage of either store is waited out and changes nothing")
  func outage() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await fleet.publish((0..<60).map { .stage($0, conversation: $0 % 9, to: "offer") })
      try await fleet.settle()
      try await fleet.allowOffers()
      let recorder = ReplayRecorder()
      async let replay = fleet.replay(rate: 20, batchSize: 5, recorder: recorder)
      try await Wait.until("it is under way") { recorder.notes.count >= 5 }
      fleet.postgresServer.halt(.immediate)
      try await fleet.postgresServer.launch()
      let count = recorder.notes.count
      try await Wait.until("it is back from PostgreSQL's outage") { recorder.notes.count > count }
      fleet.redisServer.kill()
      try await fleet.redisServer.restart()
      let report = try await replay
      #expect(report.appliedCount + report.duplicateCount == 60 && !report.leavesLetters)
      #expect(try await fleet.buried().isEmpty)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("filters, limit and rate are kept")
  func bounds() async throws {
    try await TestFleet.with { fleet in
      for tenant in 1...2 {
        try await fleet.publish(
          (0..<30).map { .stage($0, tenant: tenant, conversation: $0 % 9, to: "offer") }
            + (30..<40).map { .action($0, tenant: tenant).with("timestamp", nil) }
        )
      }
      try await fleet.settle()
      try await fleet.allowOffers(to: [1, 2])
      let start = ContinuousClock.now
      let limited = try await fleet.replay(
        filter: .init(stream: .eventType(.dealStage), tenant: TestEvent.tenant(1)),
        countMax: 12,
        rate: 10
      )
      #expect(ContinuousClock.now - start > .seconds(0.9))
      #expect(limited.appliedCount == 12 && limited.leftCount == 18 && limited.leavesLetters)
      let missing = try await fleet.replay(filter: .init(reason: .missingField))
      #expect(missing.refusedCount == 20 && missing.handledCount == 20)
      let none = try await fleet.replay(.calibrationAggregator)
      #expect(none.handledCount == 0 && !none.leavesLetters)
      let one = try await fleet.buried(.init(tenant: TestEvent.tenant(2), reason: .invalidField))[3]
      let single = try await fleet.replay(filter: .init(identity: .entry(one.id)))
      #expect(single.appliedCount >= 1)
      #expect(try await fleet.buried(.init(stream: .key(one.key), identity: .entry(one.id))).isEmpty)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("what killed its workers comes last and alone")
  func deadlyLast() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<5).map { .action($0, conversation: $0) })
      try await fleet.buryUnread(.outcomeWorkers, .deliveryLimit(deaths: 3))
      let deadly = Set(try await fleet.buried().map { "\($0.key) \($0.content.originalID ?? "")" })
      try await fleet.publish((5..<25).map { .action($0, conversation: $0) })
      try await fleet.buryUnread(.outcomeWorkers, .processingFailed(attempts: 4, cause: "a test"))
      let recorder = ReplayRecorder()
      #expect(try await fleet.replay(recorder: recorder).appliedCount == 25)
      #expect(Set(recorder.notes.suffix(5).map(\.entry)) == deadly)
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("an aggregator replays its samples: dry run and replay agree, and the bins are right")
  func samples() async throws {
    try await TestFleet.with { fleet in
      // Replies change what sweeps decided: several revisions of many outcomes.
      try await fleet.publish((0..<40).map { .action($0, conversation: $0, confidence: Double($0) / 40) })
      try await fleet.drainWorkers()
      try await fleet.sweep(asOf: TestFleet.now)
      try await fleet.publish((40..<60).map { .reply($0, conversation: $0 - 40, at: 2) })
      try await fleet.drainWorkers()
      try await fleet.buryUnread(.calibrationAggregators, .processingFailed(attempts: 4, cause: "a test"))
      try await fleet.drainAggregators()
      let predicted = ReplayRecorder()
      let prediction = try await fleet.replay(
        .calibrationAggregator,
        isRehearsal: true,
        batchSize: 3,
        recorder: predicted
      )
      let recorder = ReplayRecorder()
      let report = try await fleet.replay(.calibrationAggregator, batchSize: 3, recorder: recorder)
      #expect(recorder.notes == predicted.notes)
      #expect(report.appliedCount >= 40 && report.appliedCount == prediction.appliedCount && !report.leavesLetters)
      #expect(try await fleet.buried().isEmpty)
      #expect(try await fleet.verify().found == [:])
      #expect(try await fleet.execute("SELECT sum(sample_count) FROM learning.calibration_bins") == "40")
    }
  }

  @Test("a group that was made again at 0 brings nothing back: not the buried, the replayed or the discarded")
  func groupMadeAgain() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<30).map { .stage($0, conversation: $0 % 5, to: "offer") })
      try await fleet.publish((30..<50).map { .stage($0, conversation: $0 % 5, to: "nowhere") })
      try await fleet.settle()
      let key = StreamKey(.dealStage, tenant: TestEvent.tenant(1))
      func makeAgain() async throws {
        _ = try await fleet.redis.send(StreamGroupDestroy(key: key.text, group: "outcome-workers"))
        try await fleet.settle()
        #expect(try await fleet.verify().found == [:])
      }
      let buried = try await fleet.buried().map(\.id)
      try await makeAgain()
      #expect(try await fleet.buried().map(\.id) == buried)
      try await fleet.allowOffers()
      #expect(try await fleet.replay().appliedCount == 30)
      try await makeAgain()
      let left = try await fleet.buried()
      #expect(left.count == 20)
      let discards = try await DeadLetterStore(redis: fleet.redis).discard(left)
      #expect(Set(discards) == [.letterAndEntry])
      try await makeAgain()
      #expect(try await fleet.buried().isEmpty)
      #expect(try await fleet.verify().entries.applied == 30)
    }
  }
}
