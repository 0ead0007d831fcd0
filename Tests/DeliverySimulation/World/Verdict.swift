import Calibration
import EventModel
import Resolution

/// What must hold when everything is at rest.
struct Verdict {
  let world: World

  private var environment: Environment { world.environment }
  private var scenario: Scenario { environment.scenario }
  private var database: Database { environment.database }

  /// The first thing that is wrong; `nil` where all is well.
  var problem: String? {
    if let violation = world.violation { return violation }
    return leftover ?? entryProblem(.events) ?? entryProblem(.samples) ?? outcomeProblem ?? ledgerProblem
      ?? binProblem
  }

  /// Work that nobody does any more.
  private var leftover: String? {
    if world.isBusy { return "stuck: a machine holds something, and nobody can go on" }
    for stream in StreamName.allCases {
      if environment[stream].pending?.isEmpty != true { return "entries of \(stream) are left pending" }
      if environment[stream].hasUnread { return "entries of \(stream) are left unread" }
    }
    if !database.due.isEmpty { return "conversations are left due" }
    if !database.outbox.isEmpty { return "rows are left in the outbox" }
    return nil
  }

  // MARK: Entries

  /// Every entry is applied or buried, once, or Redis lost it.
  private func entryProblem(_ stream: StreamName) -> String? {
    let letters = environment[stream].letters
    for (index, number) in environment.observed.published[stream.rawValue].enumerated() {
      let id = index + 1
      let reasons = letters.filter { $0.original == id }.map(\.reason)
      if reasons.count > 1 { return "entry \(id) of \(stream) has two letters" }
      let isLost =
        environment.observed.lost[stream.rawValue].contains(id)
        || environment.observed.lostLetters[stream.rawValue].contains(id)
      let publication = number < 0 ? nil : scenario.publications[number]
      let found =
        contradiction(letters.first { $0.original == id }, in: stream)
        ?? problem(of: publication, in: stream, letter: reasons.first, isLost: isLost)
      if let found { return "entry \(id) of \(stream) \(found)" }
    }
    return nil
  }

  /// An entry is applied or dead, never both, unless whoever would have withdrawn its letter died in the gap, or a
  /// producer had cut the entry off: a replay removes that letter.
  private func contradiction(_ letter: SimulatedStream.Letter?, in stream: StreamName) -> String? {
    let observed = environment.observed
    guard let letter, observed.applied[stream.rawValue].contains(letter.original) else { return nil }
    let mayStay = observed.orphaned[stream.rawValue].union(observed.lost[stream.rawValue]).contains(letter.original)
    return mayStay ? nil : "is applied, and buried as \(letter.reason.rawValue)"
  }

  private func problem(
    of publication: Publication?,
    in stream: StreamName,
    letter: RefusalReason?,
    isLost: Bool
  ) -> String? {
    // Three deaths alone are charged to an entry, whoever caused them.
    if letter == .deliveryLimit, environment.observed.interruptionCount >= 3 { return nil }
    guard let publication else { return letter.map { "is sound, and was buried as \($0.rawValue)" } }
    switch publication.nature {
    case .refused: return expect(.invalidField, letter, isLost)
    case .kills: return expect(.deliveryLimit, letter, isLost)
    case .sound, .fails:
      guard stream == .events else {
        if publication.nature == .sound { return expect(.invalidField, letter, isLost) }
        return letter == nil && !isLost ? "is foreign, and wasn't buried" : nil
      }
      return problem(ofRecordable: publication, letter: letter, isLost: isLost)
    }
  }

  private func expect(_ reason: RefusalReason, _ letter: RefusalReason?, _ isLost: Bool) -> String? {
    if letter == reason || (letter == nil && isLost) { return nil }
    return letter.map { "was buried as \($0.rawValue), not as \(reason.rawValue)" }
      ?? "should be buried as \(reason.rawValue), and isn't"
  }

  private func problem(
    ofRecordable publication: Publication,
    letter: RefusalReason?,
    isLost: Bool
  ) -> String? {
    let recorded = database.events.value(publication.event)
    switch letter {
    case nil:
      if recorded == nil { return isLost ? nil : "is neither applied nor buried" }
      return recorded == publication.content || isLost ? nil : "is neither applied nor refused as a conflict"
    case .eventIDConflict?:
      return recorded == publication.content ? "was refused, and is the event that is recorded" : nil
    case .processingFailed?:
      guard case .fails = publication.nature else { return "never failed, and was buried as processing_failed" }
      return nil
    case let reason?: return "is sound, and was buried as \(reason.rawValue)"
    }
  }

  // MARK: Effects

  private var outcomeProblem: String? {
    let recorded = database.events.rows().map(\.key)
    for conversation in 0..<scenario.conversationCount {
      let fold = resolve(
        scenario.history(of: conversation, recorded: recorded),
        policy: scenario.policy,
        now: scenario.closesWindows ? scenario.closing : nil
      )
      let stored = database.storedOutcomes(of: conversation, seenBy: nil)
      if stored.count != fold.outcomes.count { return "conversation \(conversation) lacks outcomes" }
      for outcome in fold.outcomes {
        guard let row = stored.first(where: { $0.id == outcome.id }), row.says(outcome) else {
          return "an outcome of conversation \(conversation) is not what its history says: \(outcome.status)"
        }
      }
      let conversions = database.storedConversions(of: conversation, seenBy: nil)
      if Set(conversions) != Set(fold.conversions) { return "conversions of conversation \(conversation) are wrong" }
      if let problem = ledgerProblem(of: fold) { return problem }
    }
    return nil
  }

  /// The ledger holds what the fold says of each outcome's sample.
  private func ledgerProblem(of fold: ConversationState) -> String? {
    for outcome in fold.outcomes {
      let entry = database.samples.value(outcome.id)
      let sample = outcome.sample.map {
        CalibrationSample(confidence: $0.predictedConfidence, outcome: $0.outcome, weight: $0.weight)
      }
      if entry?.sample != sample { return "the ledger's sample of an outcome is not that of its fold" }
    }
    return nil
  }

  /// The ledger holds the latest revision that was announced.
  private var ledgerProblem: String? {
    for (id, row) in database.outcomes.rows() where database.samples.value(id)?.revision != row.announced?.revision {
      return "the ledger holds revision \(database.samples.value(id)?.revision ?? 0) of an outcome, not the latest"
    }
    return nil
  }

  private var binProblem: String? {
    var samples: [(actionType: ActionType, sample: CalibrationSample)] = []
    for (id, entry) in database.samples.rows() {
      guard let sample = entry.sample, let announced = database.outcomes.value(id)?.announced else { continue }
      samples.append((announced.actionType, sample))
    }
    for (key, statistics) in database.bins.rows() {
      let fold = BinStatistics(
        samples.filter { $0.actionType == key.actionType && $0.sample.bin == key.bin }.map(\.sample)
      )
      if !statistics.isClose(to: fold) { return "bin \(key.bin.index) is not the fold of its samples" }
    }
    let binned = database.bins.rows().reduce(0) { $0 + $1.value.sampleCount }
    return binned == samples.count ? nil : "\(binned) samples are in the bins, \(samples.count) in the ledger"
  }
}

extension StoredOutcome {
  /// Whether the row is what a fold says.
  fileprivate func says(_ outcome: Outcome) -> Bool {
    status == outcome.status && score == outcome.score && signalEventID == outcome.signalEventID
      && resolvedAt == outcome.resolvedAt && evidenceWeight == outcome.evidenceWeight
      && windowExpiresAt == outcome.windowExpiresAt
  }
}
