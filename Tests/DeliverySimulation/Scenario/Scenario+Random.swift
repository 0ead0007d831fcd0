import EventModel
import TestSupport

extension Scenario {
  /// What a random scenario has more of.
  private enum Theme: CaseIterable {
    case mixed
    /// One conversation whose outcomes change again and again.
    case corrections
    /// Entries that kill or fail, beside sound ones.
    case suspects
    /// An entry that heals just when it is given up, in a fleet that is robbed.
    case healing
  }

  /// A small history with duplicates, disorder and bad entries, a small fleet, and some faults.
  static func random(variant: BrokenVariant?, using generator: inout TestGenerator) -> Scenario {
    let theme = generator.pick(Theme.allCases)
    if theme == .healing { return healing(variant: variant, using: &generator) }
    let conversationCount = theme == .corrections ? 1 : generator.pick([1, 1, 2, 3])
    let sound =
      theme == .corrections
      ? corrections(using: &generator) : events(in: conversationCount, using: &generator)
    var publications = sound.indices.map { Publication(event: $0) }
    // Some come twice, some with another content under the same id.
    for number in sound.indices where generator.chance(20) { publications.append(Publication(event: number)) }
    if generator.chance(15) {
      publications.append(Publication(event: Int.random(in: sound.indices, using: &generator), content: 1))
    }
    // Bad entries are events of their own, which nothing sound repeats.
    var events = sound
    for nature in badNatures(theme, using: &generator) {
      let stream: StreamName = generator.chance(20) ? .samples : .events
      publications.append(Publication(event: events.count, nature: nature, stream: stream))
      events.append(.reply(events.count, in: 0, at: 5, .autoReply))
    }
    return Scenario(
      events: events,
      publications: publications.shuffled(using: &generator),
      processes: fleet(using: &generator),
      batchSize: generator.pick(theme == .corrections ? [1, 1, 2] : [1, 2, 3, 10]),
      isPublishedAtOnce: generator.chance(30),
      faults: faults(using: &generator),
      variant: variant
    )
  }

  private static func healing(variant: BrokenVariant?, using generator: inout TestGenerator) -> Scenario {
    let worker = ProcessPlan([.lane(.events), .redelivery(.events), .dueFolder, .relay])
    return Scenario(
      events: [.action(0, in: 0, at: 0), .reply(1, in: 0, at: 3)],
      publications: [
        Publication(event: 0), Publication(event: 1, nature: .fails(times: generator.pick([3, 4, 4, 4, 5]))),
      ].shuffled(using: &generator),
      processes: [worker, worker, ProcessPlan([.lane(.samples), .redelivery(.samples), .reconciler])],
      batchSize: generator.pick([1, 1, 2]),
      faults: FaultPlan([.stop, .silence], countMax: generator.pick([1, 2, 2])),
      variant: variant
    )
  }

  /// Replies of all verdicts to one or two actions: each that comes earlier than the others decides anew.
  private static func corrections(using generator: inout TestGenerator) -> [SimulatedEvent] {
    let actionCount = generator.pick([1, 1, 2])
    let actions = (0..<actionCount).map {
      SimulatedEvent.action($0, in: 0, at: $0, named: $0 == 0 ? "send_email" : "call")
    }
    let verdicts: [ReplyType] = [.reply, .bounce, .unclear]
    let replies = (actionCount..<actionCount + generator.pick([2, 3, 4])).map {
      SimulatedEvent.reply($0, in: 0, at: Int.random(in: 2...20, using: &generator), generator.pick(verdicts))
    }
    return actions + replies
  }

  private static func events(in conversationCount: Int, using generator: inout TestGenerator) -> [SimulatedEvent] {
    (0..<Int.random(in: 2...6, using: &generator)).map { number in
      let conversation = Int.random(in: 0..<conversationCount, using: &generator)
      let hour = Int.random(in: 0...30, using: &generator)
      if number == 0 || generator.chance(45) {
        return .action(
          number,
          in: conversation,
          at: hour,
          confidence: generator.pick([0.25, 0.8, 0.85]),
          generator.pick([[.emailEngagement], [.emailEngagement, .dealProgression], [.meetingOutcome]]),
          named: generator.pick(["call", "send_email"])
        )
      }
      if generator.chance(25) {
        let concerned = (0..<conversationCount).filter { $0 == conversation || generator.chance(60) }
        return .stage(number, in: concerned, at: hour, to: generator.pick(["proposal", "closed_won", "closed_lost"]))
      }
      return .reply(number, in: conversation, at: hour, generator.pick([.reply, .bounce, .meetingAttended]))
    }
  }

  private static func badNatures(_ theme: Theme, using generator: inout TestGenerator) -> [EntryNature] {
    let factor = theme == .suspects ? 3 : 1
    var natures: [EntryNature] = []
    if generator.chance(15) { natures.append(.refused) }
    if generator.chance(10 * factor) { natures.append(.kills) }
    if generator.chance(5 * factor) { natures.append(.kills) }
    if generator.chance(10) { natures.append(.fails(times: 1_000_000)) }
    if generator.chance(10 * factor) { natures.append(.fails(times: generator.pick([1, 3, 4, 4, 5, 6, 8]))) }
    return natures
  }

  private static func fleet(using generator: inout TestGenerator) -> [ProcessPlan] {
    var worker: [MachineKind] = [.lane(.events), .redelivery(.events), .dueFolder, .relay]
    if generator.chance(40) { worker.insert(.lane(.events), at: 1) }
    var aggregator: [MachineKind] = [.lane(.samples), .redelivery(.samples), .reconciler]
    if generator.chance(40) { aggregator.insert(.lane(.samples), at: 1) }
    let others: [MachineKind] = [.lane(.events), .redelivery(.events), .sweep, .relay]
    let second: [MachineKind] = [.lane(.samples), .redelivery(.samples)]
    return [ProcessPlan(worker), ProcessPlan(others), ProcessPlan(aggregator)]
      + (generator.chance(50) ? [ProcessPlan(second)] : [])
  }

  private static func faults(using generator: inout TestGenerator) -> FaultPlan {
    if generator.chance(15) { return .none }
    let kinds: FaultPlan.Kinds = generator.pick([
      .all, .all, [.kill], [.stop, .silence], [.lostBefore, .lostAfter], [.kill, .stop, .lostAfter],
      [.groupDestroyed, .kill, .lostAfter], [.forgotten, .trimmed, .kill],
    ])
    return FaultPlan(kinds, countMax: Int.random(in: 1...6, using: &generator))
  }
}
