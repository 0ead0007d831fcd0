import EventModel
import Resolution
import TestSupport
import Testing

@Suite struct ReconcilePropertyTests {
  private enum Step {
    case action(RecordedAction)
    case reply(RecordedReply)
    case stage(RecordedStage)
    case label(LabelAct)
  }

  @Test("a history that grows event by event, in any order, ends in the rows of one fold", arguments: 0..<4)
  func growth(part: Int) throws {
    for seed in UInt64(part * 1000)..<UInt64((part + 1) * 1000) {
      do {
        try grow(seed: seed)
      } catch {
        Issue.record(error, "seed \(seed)")
        return
      }
    }
  }

  private func grow(seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    let formerPolicy = RandomWorld(seed: seed + 1_000_000).policy
    var generator = TestGenerator(seed: ~seed)
    let steps =
      (world.history.actions.map(Step.action) + world.history.replies.map(Step.reply)
      + world.history.stages.map(Step.stage) + world.history.labels.map(Step.label)).shuffled(using: &generator)
    let end = Timestamp(microseconds: 1_770_000_000_000_000) + .days(50)
    var history = ConversationHistory(
      tenantID: world.history.tenantID,
      conversationID: world.history.conversationID
    )
    var store = RowStore()
    for step in steps {
      switch step {
      case .action(let action): history.actions.append(action)
      case .reply(let reply): history.replies.append(reply)
      case .stage(let stage): history.stages.append(stage)
      case .label(let label): history.labels.append(label)
      }
      let now = generator.chance(30) ? end - .hours(Int64.random(in: 0...1200, using: &generator)) : nil
      try store.settle(history, policy: generator.chance(15) ? formerPolicy : world.policy, now: now)
    }
    try store.settle(history, policy: world.policy, now: end)
    try #require(try store.settle(history, policy: world.policy, now: nil).isEmpty)
    try #require(try store.settle(world.history, policy: world.policy, now: end).isEmpty)
    try expect(store, equals: resolve(world.history, policy: world.policy, now: end))
  }

  private func expect(_ store: RowStore, equals fold: ConversationState) throws {
    try #require(store.outcomes.count == fold.outcomes.count)
    for outcome in fold.outcomes {
      let row = try #require(store.outcomes[outcome.id])
      try #require(row.status == outcome.status && row.score == outcome.score)
      try #require(row.signalSource == outcome.signalSource && row.signalEventID == outcome.signalEventID)
      try #require(row.resolvedAt == outcome.resolvedAt && row.windowExpiresAt == outcome.windowExpiresAt)
      try #require(row.evidenceWeight == outcome.evidenceWeight)
      if outcome.status == .expired { try #require(row.expirySeen == outcome.expirySeen) }
      try expect(store.announced[outcome.id], row: row, says: outcome)
    }
    let conversions = Dictionary(uniqueKeysWithValues: fold.conversions.map { ($0.signalEventID, $0) })
    try #require(store.conversions == conversions)
  }

  private func expect(_ update: CalibrationUpdate?, row: StoredOutcome, says outcome: Outcome) throws {
    guard let sample = outcome.sample else {
      try #require(row.sampleState != .present)
      try #require(update?.state == (row.sampleState == .retracted ? .retracted : nil))
      try #require(update == nil || update?.revision == row.revision)
      return
    }
    let update = try #require(update)
    try #require(row.sampleState == .present && update.state == .present && update.revision == row.revision)
    try #require(update.outcome == sample.outcome && update.weight == sample.weight)
    try #require(update.predictedConfidence == sample.predictedConfidence)
    try #require(update.calibrationVersion == sample.calibrationVersion)
    try #require(update.status == outcome.status && update.windowExpiresAt == outcome.windowExpiresAt)
  }
}
