import Delivery
import EventModel

/// One consumer's way to bring entries to their end: handle, bury what is refused, halve what fails, put culprits aside.
struct Settling: Hashable, Sendable {
  /// Whose entries they are.
  enum Owner: Hashable, Sendable {
    /// An outage is waited out; acknowledgements ride with the next read.
    case lane
    /// An outage ends it; acknowledgements come directly after each part.
    case redelivery(isAlone: Bool)
  }

  private enum Stage: Hashable {
    case entering
    case handling(BatchHandling)
    case burying([Burial], settled: [Int])
    case acknowledging([Int])
    /// A culprit.
    case charging(Delivered)
  }

  private struct Burial: Hashable {
    let entry: Delivered
    let reason: RefusalReason
  }

  enum Result {
    case working
    /// A lane's: these are committed.
    case committed([Int])
    /// A store failed, and the rest isn't settled.
    case interrupted
    case killed
  }

  let machine: Int
  let stream: StreamName
  let owner: Owner
  private(set) var settlement: BatchSettlement<Delivered>
  private var stage = Stage.entering

  init(_ entries: [Delivered], owner: Owner, stream: StreamName, machine: Int) {
    settlement = BatchSettlement(entries)
    self.owner = owner
    self.stream = stream
    self.machine = machine
  }

  /// Whether everything is settled and nothing remains to be done.
  var isDone: Bool { settlement.next == nil && stage == .entering }

  /// What is committed, and isn't acknowledged.
  var unacknowledged: [Int] {
    guard case .acknowledging(let ids) = stage else { return [] }
    return ids
  }

  private func process(_ environment: Environment) -> Int { environment.processOfMachine[machine] }

  // MARK: Steps

  var nextStep: String {
    switch stage {
    case .entering: "decode and record \((settlement.next ?? []).map(\.id))"
    case .handling(let handling): handling.nextStep
    case .burying(let burials, _): "bury \(burials.map(\.entry.id))"
    case .acknowledging(let ids): "acknowledge \(ids)"
    case .charging(let entry): "charge \(entry.id), which failed alone as \(entry.record)"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    switch stage {
    case .entering:
      owner != .lane || environment.isVariant(.aloneBesideOthers)
        || environment.process(of: machine).mayEnterTogether(machine)
    case .handling(let handling): handling.isReady(in: environment)
    case .burying, .acknowledging, .charging: true
    }
  }

  var canLoseAnswer: Bool {
    switch stage {
    case .entering: false
    case .handling(let handling): handling.isCommitNext
    case .burying, .acknowledging, .charging: true
    }
  }

  mutating func step(in environment: inout Environment, fault: StepFault?) -> Result {
    switch stage {
    case .entering:
      let part = settlement.next ?? []
      if owner == .lane { environment.processes[process(environment)].enterTogether(machine) }
      if environment.isVariant(.acknowledgeBeforeCommit) { environment[stream].acknowledge(part.map(\.id)) }
      return handle(BatchHandling(part, of: stream, by: machine), in: &environment, fault: fault)
    case .handling(let handling):
      stage = .entering
      return handle(handling, in: &environment, fault: fault)
    case .burying(let burials, let settled):
      if fault != .before {
        for burial in burials { environment.bury(burial.entry, burial.reason, in: stream, of: machine) }
      }
      return fault == nil ? partIsHandled(settled, in: &environment) : storeFailed(in: &environment)
    case .acknowledging(let ids):
      if fault != .before { environment.acknowledge(ids, in: stream) }
      if fault != nil { return .interrupted }
      finishPart(in: &environment)
      return .working
    case .charging(let entry):
      if fault != .before { charge(entry, in: &environment) }
      if fault != nil { return .interrupted }
      putAside(entry, in: &environment)
      switch owner {
      case .lane: stage = .entering
      case .redelivery:
        settlement.fail()
        stage = .entering
      }
      environment.held[machine].removeAll { $0 == entry.id }
      return .working
    }
  }

  private mutating func handle(
    _ handling: BatchHandling,
    in environment: inout Environment,
    fault: StepFault?
  ) -> Result {
    var handling = handling
    switch handling.step(in: &environment, fault: fault) {
    case .working:
      stage = .handling(handling)
      return .working
    case .done(let outcomes): return conclude(outcomes, in: &environment)
    case .storeFailed: return storeFailed(in: &environment)
    case .workFailed:
      workFailed(in: &environment)
      return .working
    case .killed: return .killed
    }
  }

  private mutating func conclude(_ outcomes: [EntryOutcome], in environment: inout Environment) -> Result {
    var settled: [Int] = []
    var burials: [Burial] = []
    for (entry, outcome) in zip(settlement.next ?? [], outcomes) {
      switch outcome {
      case .applied:
        settled.append(entry.id)
        environment.observed.applied[stream.rawValue].insert(entry.id)
      case .refused(let reason): burials.append(Burial(entry: entry, reason: reason))
      }
    }
    guard burials.isEmpty else {
      stage = .burying(burials, settled: settled)
      return .working
    }
    return partIsHandled(settled, in: &environment)
  }

  private mutating func partIsHandled(_ settled: [Int], in environment: inout Environment) -> Result {
    switch owner {
    case .lane:
      finishPart(in: &environment)
      return .committed(settled)
    case .redelivery:
      stage = .acknowledging(settled)
      if settled.isEmpty { finishPart(in: &environment) }
      return .working
    }
  }

  private mutating func finishPart(in environment: inout Environment) {
    settlement.succeed()
    stage = .entering
    if owner == .lane { environment.processes[process(environment)].leave(machine) }
  }

  private mutating func storeFailed(in environment: inout Environment) -> Result {
    stage = .entering
    guard owner == .lane else { return .interrupted }
    environment.processes[process(environment)].leave(machine)
    return .working
  }

  private mutating func workFailed(in environment: inout Environment) {
    let part = settlement.next ?? []
    stage = part.count == 1 ? .charging(part[0]) : .entering
    switch owner {
    case .lane:
      environment.processes[process(environment)].leave(machine)
      settlement.fail()
    case .redelivery:
      if part.count > 1 { settlement.fail() }
    }
    environment.database.abort(machine)
  }

  /// Writes the consequence of a failure down.
  private func charge(_ entry: Delivered, in environment: inout Environment) {
    switch entry.record.afterFailure {
    case .retry(let record, _):
      environment.writeBack(Candidate(id: entry.id, record: record), in: stream, of: machine)
    case .giveUp: environment.bury(entry, .processingFailed, in: stream, of: machine)
    }
  }

  /// Has the process try a culprit again later.
  private func putAside(_ entry: Delivered, in environment: inout Environment) {
    guard case .retry(let record, _) = entry.record.afterFailure else { return }
    let candidate = Candidate(id: entry.id, record: record)
    environment.processes[process(environment)].retries[stream.rawValue].append(candidate)
  }
}
