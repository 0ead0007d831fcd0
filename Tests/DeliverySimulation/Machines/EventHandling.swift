import EventModel

/// The outcome workers' handler: records events, claims their conversations, folds those that are free.
struct EventHandling: Hashable, Sendable {
  private enum Phase: Hashable {
    /// Rows are inserted one by one, so that the statement can wait in the middle.
    case record(next: Int)
    case register(next: Int)
    case claim
    case fold
    /// Everything was known.
    case finish
  }

  /// An event of the batch: the first content that came with its id.
  private struct Recorded: Hashable {
    let event: Int
    let content: Int
    var isNew = false
  }

  private let entries: [Delivered]
  private let transaction: TransactionNumber
  /// Positions that are handled in this pass: at first all.
  private var positions: [Int]
  private var contested: [Int] = []
  private var events: [Recorded] = []
  private var outcomes: [EntryOutcome]
  private var conversations: [Int] = []
  private var fold: FoldTransaction?
  private var phase = Phase.record(next: 0)

  init(_ entries: [Delivered], transaction: TransactionNumber) {
    self.entries = entries
    self.transaction = transaction
    positions = Array(entries.indices)
    outcomes = entries.map { _ in .applied }
  }

  private func publication(_ position: Int, _ environment: Environment) -> Publication? {
    guard case .publication(let number)? = entries[position].payload else { return nil }
    return environment.scenario.publications[number]
  }

  // MARK: Steps

  var isCommitNext: Bool {
    switch phase {
    case .fold: fold?.phase == .commit
    case .finish: true
    case .record, .register, .claim: false
    }
  }

  var nextStep: String {
    switch phase {
    case .record(let next): next == 0 ? "decode and record \(positions.map { entries[$0].id })" : "record on"
    case .register: "register \(conversations)"
    case .claim: "claim \(conversations)"
    case .fold: fold?.nextStep ?? ""
    case .finish: "commit nothing new"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    if case .record(next: 0) = phase, !environment.database.isOpen(transaction) { return true }
    guard environment.database.isOpen(transaction) else { return true }
    switch phase {
    case .record(let next): return !environment.database.events.insertWaits(events[next].event, by: transaction)
    case .register(let next):
      return !environment.database.conversations.insertWaits(conversations[next], by: transaction)
    case .fold: return fold?.isReady(in: environment) ?? true
    case .claim, .finish: return true
    }
  }

  mutating func step(in environment: inout Environment, fault: StepFault?) -> HandlingResult {
    if case .record(next: 0) = phase, !environment.database.isOpen(transaction) {
      if let result = begin(in: &environment, fault: fault) { return result }
    } else if !environment.database.isOpen(transaction) {
      return .storeFailed
    } else if phase != .fold, fault != nil {
      if phase == .finish, fault == .after {
        environment.database.commit(transaction)
      } else {
        environment.database.abort(transaction)
      }
      return .storeFailed
    }
    switch phase {
    case .record(let next): record(from: next, in: &environment)
    case .register(let next): register(from: next, in: &environment)
    case .claim: claim(in: &environment)
    case .fold: return foldOn(in: &environment, fault: fault)
    case .finish:
      environment.database.commit(transaction)
      return endPass()
    }
    return .working
  }

  /// Decodes, and begins the transaction where there is something to record.
  private mutating func begin(in environment: inout Environment, fault: StepFault?) -> HandlingResult? {
    if positions.contains(where: { environment.nature(entries[$0].payload) == .kills }) { return .killed }
    decode(in: environment)
    if events.isEmpty { return .done(outcomes) }
    if fault != nil { return .storeFailed }
    // What fails does so at its insert; the others of the batch are rolled back with it.
    for position in positions where environment.fails(entries[position].payload) { return .workFailed }
    environment.database.begin(transaction)
    return nil
  }

  private mutating func decode(in environment: Environment) {
    events = []
    contested = []
    for position in positions {
      guard let publication = publication(position, environment) else { continue }
      if publication.nature == .refused {
        outcomes[position] = .refused(.invalidField)
      } else if let known = events.first(where: { $0.event == publication.event }) {
        if known.content != publication.content { contested.append(position) }
      } else {
        events.append(Recorded(event: publication.event, content: publication.content))
      }
    }
    events.sort { $0.event < $1.event }
    conversations = Set(events.flatMap { environment.scenario.events[$0.event].conversations }).sorted()
  }

  private mutating func record(from first: Int, in environment: inout Environment) {
    var next = first
    while next < events.count, !environment.database.events.insertWaits(events[next].event, by: transaction) {
      let event = events[next]
      events[next].isNew = environment.database.events.insert(event.event, event.content, by: transaction)
      next += 1
    }
    phase = next < events.count ? .record(next: next) : .register(next: 0)
  }

  private mutating func register(from first: Int, in environment: inout Environment) {
    var next = first
    while next < conversations.count,
      !environment.database.conversations.insertWaits(conversations[next], by: transaction)
    {
      _ = environment.database.conversations.insert(conversations[next], .init(), by: transaction)
      next += 1
    }
    phase = next < conversations.count ? .register(next: next) : .claim
    if phase == .claim, environment.isVariant(.historyBeforeClaim) {
      fold = FoldTransaction(touched(environment), transaction: transaction, environment)
      fold?.load(in: environment)
    }
  }

  /// The conversations of new events.
  private func touched(_ environment: Environment) -> [Int] {
    Set(events.filter(\.isNew).flatMap { environment.scenario.events[$0.event].conversations }).sorted()
  }

  private mutating func claim(in environment: inout Environment) {
    var free: Set<Int> = []
    for conversation in conversations
    where environment.database.conversations.lock(conversation, by: transaction) {
      free.insert(conversation)
    }
    refuseConflicts(in: environment)
    guard events.contains(where: \.isNew) else {
      phase = .finish
      return
    }
    let touched = touched(environment)
    let busy = touched.filter { !free.contains($0) }
    if !environment.isVariant(.historyBeforeClaim) {
      fold = FoldTransaction(touched, transaction: transaction, environment)
    }
    fold?.leave(busy)
    phase = .fold
  }

  private mutating func refuseConflicts(in environment: Environment) {
    for event in events where !event.isNew {
      guard environment.database.events.value(event.event, seenBy: transaction) != event.content else { continue }
      for position in positions where !contested.contains(position) {
        guard let publication = publication(position, environment), publication.nature != .refused else { continue }
        if publication.event == event.event { outcomes[position] = .refused(.eventIDConflict) }
      }
    }
  }

  private mutating func foldOn(in environment: inout Environment, fault: StepFault?) -> HandlingResult {
    switch fold?.step(in: &environment, fault: fault) {
    case true?: return endPass()
    case false?: return .working
    case nil: return .storeFailed
    }
  }

  /// Contested entries are compared with what is recorded by now.
  private mutating func endPass() -> HandlingResult {
    if contested.isEmpty { return .done(outcomes) }
    positions = contested
    fold = nil
    phase = .record(next: 0)
    return .working
  }
}
