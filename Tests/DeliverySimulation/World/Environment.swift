import Calibration
import Delivery
import EventModel

/// Everything that machines share: the stores, the processes, and what observers note.
struct Environment: Hashable, Sendable {
  let scenario: Scenario
  /// By ``StreamName``.
  private var streams = StreamName.allCases.map { _ in SimulatedStream() }
  var database = Database()
  var processes: [SimulatedProcess]
  /// The process of each machine.
  let processOfMachine: [Int]
  /// Entries whose heartbeat each machine sends.
  var held: [[Int]]
  /// How often each publication still fails.
  private(set) var failuresLeft: [Int]
  /// Whether Redis forgot something since the last reconciliation.
  var hasForgotten = false
  var observed = Observations()

  init(_ scenario: Scenario) {
    self.scenario = scenario
    processes = scenario.processes.map { _ in SimulatedProcess() }
    processOfMachine = scenario.processes.enumerated().flatMap { number, plan in plan.machines.map { _ in number } }
    held = processOfMachine.map { _ in [] }
    failuresLeft = scenario.publications.map { publication in
      if case .fails(let times) = publication.nature { times } else { 0 }
    }
  }

  subscript(stream: StreamName) -> SimulatedStream {
    _read { yield streams[stream.rawValue] }
    _modify { yield &streams[stream.rawValue] }
  }

  func process(of machine: Int) -> SimulatedProcess { processes[processOfMachine[machine]] }

  func consumer(_ machine: Int) -> Consumer { Consumer(machine: machine, life: process(of: machine).life) }

  func isVariant(_ variant: BrokenVariant) -> Bool { scenario.variant == variant }

  mutating func violate(_ text: String) {
    if observed.violation == nil { observed.violation = text }
  }

  // MARK: Streams

  mutating func publish(_ number: Int) {
    let publication = scenario.publications[number]
    self[publication.stream].add(.publication(number))
    observed.published[publication.stream.rawValue].append(number)
  }

  mutating func publish(_ update: CalibrationUpdate) {
    self[.samples].add(.update(update))
    observed.published[StreamName.samples.rawValue].append(-1)
  }

  /// The nature of an entry; what the relay publishes is sound.
  func nature(_ payload: Payload?) -> EntryNature {
    guard case .publication(let number)? = payload else { return .sound }
    return scenario.publications[number].nature
  }

  /// Whether handling the entry fails now.
  mutating func fails(_ payload: Payload?) -> Bool {
    guard case .publication(let number)? = payload, failuresLeft[number] > 0 else { return false }
    failuresLeft[number] -= 1
    return true
  }

  /// Whether an entry has been untouched for as long as a dead consumer's: nobody who lives and is heard holds it.
  func isIdle(_ pending: SimulatedStream.Pending, in stream: StreamName) -> Bool {
    let process = process(of: pending.owner.machine)
    if process.life != pending.owner.life || process.status != .running || process.isSilent { return true }
    return !held[pending.owner.machine].contains(pending.id)
      && !process.retries[stream.rawValue].contains { $0.id == pending.id }
  }

  /// What a walk over the pending list finds.
  func abandoned(in stream: StreamName) -> [Candidate] {
    (self[stream].pending ?? []).filter { isIdle($0, in: stream) }.map(\.candidate)
  }

  func hasAbandoned(in stream: StreamName) -> Bool {
    (self[stream].pending ?? []).contains { isIdle($0, in: stream) }
  }

  /// Takes entries that still are as they were seen.
  mutating func claim(
    _ candidates: [Candidate],
    in stream: StreamName,
    for machine: Int,
    onlyIdle: Bool,
    becoming record: (TrialRecord) -> TrialRecord
  ) -> [Delivered] {
    var claimed: [Delivered] = []
    for candidate in candidates {
      guard let pending = self[stream].pending(candidate.id) else { continue }
      if !isVariant(.claimWithoutComparison) {
        if pending.deliveryCount != candidate.record.deliveryCount { continue }
        if onlyIdle, !isIdle(pending, in: stream) { continue }
      }
      let becoming = record(candidate.record)
      if let entry = self[stream].claim(candidate.id, for: consumer(machine), becoming: becoming) {
        claimed.append(entry)
        if becoming != candidate.record { observed.beginnings[stream.rawValue][candidate.id, default: 0] += 1 }
      }
    }
    return claimed
  }

  /// Gives entries back as they were before their handling began, where the machine still owns them.
  mutating func takeBack(_ candidates: [Candidate], in stream: StreamName, of machine: Int) {
    for candidate in candidates { writeBack(candidate, in: stream, of: machine) }
  }

  /// Writes a record down, where the machine still owns the entry.
  mutating func writeBack(_ candidate: Candidate, in stream: StreamName, of machine: Int) {
    guard self[stream].pending(candidate.id)?.owner == consumer(machine) else { return }
    self[stream].writeBack(candidate, of: consumer(machine))
    let beginnings =
      switch candidate.record {
      case .inCompany(let beginnings): beginnings
      case .alone, .slow: 4
      }
    observed.beginnings[stream.rawValue][candidate.id] = beginnings
  }

  /// Acknowledges entries whose effects are committed.
  mutating func acknowledge(_ ids: [Int], in stream: StreamName) {
    if isVariant(.acknowledgeWithoutWithdrawing) {
      self[stream].acknowledge(ids)
    } else {
      self[stream].acknowledgeApplied(ids)
    }
  }

  /// Whether the effects of an entry are committed.
  func isApplied(_ payload: Payload?) -> Bool {
    switch payload {
    case .publication(let number)?:
      let publication = scenario.publications[number]
      return publication.stream == .events && database.events.value(publication.event) == publication.content
    case .update(let update)?:
      return database.samples.value(update.outcomeID).map { $0.revision >= update.revision } ?? false
    case nil: return false
    }
  }

  mutating func bury(_ entry: Delivered, _ reason: RefusalReason, in stream: StreamName, of machine: Int) {
    let owner = self[stream].pending(entry.id)?.owner
    let asker = isVariant(.buryWithoutOwnerCheck) ? nil : consumer(machine)
    if self[stream].bury(entry, reason, of: asker), owner != consumer(machine) {
      // Its owner may be about to apply it, and may die before it can withdraw the letter.
      violate("\(entry.id) of \(stream) is buried by who doesn't own it")
    }
  }

  mutating func createGroup(of stream: StreamName) {
    if self[stream].pending == nil { observed.beginnings[stream.rawValue] = [:] }
    self[stream].createGroup(atEnd: isVariant(.recreateAtEnd))
  }
}
