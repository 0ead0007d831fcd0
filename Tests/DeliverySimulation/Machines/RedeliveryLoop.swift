import Delivery
import EventModel

/// A redelivery loop: takes over what others left behind and what is due again, in companies by its record.
struct RedeliveryLoop: Hashable, Sendable {
  private enum Task: Hashable {
    case company(TrialRecord, [Candidate], isAlone: Bool)
    case giveUp(Candidate)
    case bury(Delivered)
  }

  let machine: Int
  let stream: StreamName
  private var tasks: [Task] = []
  /// Whether the tasks are due retries of this process, which needn't be idle.
  private var areRetries = false
  private var settling: Settling?
  /// The record of what is being settled, before its handling began.
  private var record = TrialRecord.fresh
  /// Entries whose record says that a handling began which an outage ended.
  private var uncorrected: [Candidate] = []
  /// Entries of which a letter may have been made although they are applied: nobody has asked yet.
  private var unasked: [Delivered] = []

  init(machine: Int, stream: StreamName) {
    self.machine = machine
    self.stream = stream
  }

  private func process(_ environment: Environment) -> Int { environment.processOfMachine[machine] }

  private func retries(_ environment: Environment) -> [Candidate] {
    environment.process(of: machine).retries[stream.rawValue]
  }

  var nextStep: String {
    if let settling { return settling.nextStep }
    switch tasks.first {
    case .company(let record, let members, let isAlone):
      return "take \(members.map(\.id)) as \(record)\(isAlone ? ", alone" : "")"
    case .giveUp(let candidate): return "take \(candidate.id) to give it up"
    case .bury(let entry): return "bury \(entry.id), which killed while alone"
    case nil:
      if !uncorrected.isEmpty { return "correct \(uncorrected.map(\.id))" }
      return unasked.isEmpty
        ? "look for what is due or abandoned" : "acknowledge what of \(unasked.map(\.id)) is applied"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    if let settling { return settling.isReady(in: environment) }
    switch tasks.first {
    case .company(_, _, let isAlone):
      if environment.isVariant(.aloneBesideOthers) { return true }
      let process = environment.process(of: machine)
      return isAlone ? process.mayEnterAlone(machine) : process.mayEnterTogether(machine)
    case .giveUp, .bury: return true
    case nil:
      return !uncorrected.isEmpty || !unasked.isEmpty || !retries(environment).isEmpty
        || environment[stream].pending == nil
        || environment.hasAbandoned(in: stream)
    }
  }

  var canLoseAnswer: Bool {
    if let settling { return settling.canLoseAnswer }
    return !tasks.isEmpty || !uncorrected.isEmpty || !unasked.isEmpty
  }

  var isBusy: Bool { settling != nil || !tasks.isEmpty || !uncorrected.isEmpty || !unasked.isEmpty }

  /// What stands alone and is being handled: a death is charged to it.
  var suspects: [Delivered] {
    guard let settling, case .redelivery(isAlone: true) = settling.owner else { return [] }
    return settling.settlement.rest
  }

  /// - Returns: whether the process lives.
  mutating func step(in environment: inout Environment, fault: StepFault?) -> Bool {
    if var settling {
      self.settling = nil
      return settle(&settling, in: &environment, fault: fault)
    }
    guard let task = tasks.first else {
      look(in: &environment, fault: fault)
      return true
    }
    switch task {
    case .company(let record, let members, let isAlone):
      take(members, as: record, isAlone: isAlone, in: &environment, fault: fault)
    case .giveUp(let candidate): takeToGiveUp(candidate, in: &environment, fault: fault)
    case .bury(let entry):
      if fault != .before { environment.bury(entry, .deliveryLimit, in: stream, of: machine) }
      if fault == nil {
        unasked.append(entry)
        finishTask(in: &environment)
      } else {
        interrupt(in: &environment)
      }
    }
    return true
  }

  // MARK: Looking

  private mutating func look(in environment: inout Environment, fault: StepFault?) {
    if !uncorrected.isEmpty {
      correct(in: &environment, fault: fault)
    } else if !unasked.isEmpty {
      ask(in: &environment, fault: fault)
    } else if !retries(environment).isEmpty {
      let due = retries(environment)
      environment.processes[process(environment)].retries[stream.rawValue] = []
      environment.held[machine] = due.map(\.id)
      plan(due, areRetries: true, in: &environment)
    } else if environment[stream].pending == nil {
      if fault != .before { environment.createGroup(of: stream) }
    } else if fault == nil {
      plan(environment.abandoned(in: stream), areRetries: false, in: &environment)
    }
  }

  private mutating func correct(in environment: inout Environment, fault: StepFault?) {
    if fault != .before { environment.takeBack(uncorrected, in: stream, of: machine) }
    guard fault == nil else { return }
    environment.processes[process(environment)].retries[stream.rawValue] += uncorrected
    environment.held[machine] = []
    uncorrected = []
  }

  /// The question and the acknowledgement of what it finds.
  private mutating func ask(in environment: inout Environment, fault: StepFault?) {
    if fault != .before {
      environment.acknowledge(unasked.filter { environment.isApplied($0.payload) }.map(\.id), in: stream)
    }
    if fault == nil { unasked = [] }
  }

  private mutating func plan(_ candidates: [Candidate], areRetries: Bool, in environment: inout Environment) {
    self.areRetries = areRetries
    let plan = RedeliveryPlan(candidates.map { (entry: $0, record: $0.record) })
    tasks =
      plan.companies.map { .company($0.record, $0.entries, isAlone: $0.isAlone) }
      + plan.givenUp.map { .giveUp($0.entry) }
    waitForTurn(in: &environment)
  }

  /// Whoever waits to be alone keeps later ones out.
  private func waitForTurn(in environment: inout Environment) {
    if case .company(_, _, isAlone: true)? = tasks.first, !environment.isVariant(.aloneBesideOthers) {
      environment.processes[process(environment)].waitForAlone(machine)
    }
  }

  // MARK: Taking

  private mutating func take(
    _ members: [Candidate],
    as record: TrialRecord,
    isAlone: Bool,
    in environment: inout Environment,
    fault: StepFault?
  ) {
    if !environment.isVariant(.aloneBesideOthers) {
      if isAlone {
        environment.processes[process(environment)].enterAlone(machine)
      } else {
        environment.processes[process(environment)].enterTogether(machine)
      }
    }
    var taken: [Delivered] = []
    if fault != .before {
      let isCountedLate = environment.isVariant(.countAfterHandling)
      taken = environment.claim(members, in: stream, for: machine, onlyIdle: !areRetries) {
        isCountedLate ? $0 : $0.begun
      }
    }
    if fault != nil {
      // Maybe only the answer was lost: then nothing was handled although a handling began.
      uncorrected += members
      interrupt(in: &environment)
    } else if taken.isEmpty {
      finishTask(in: &environment)
    } else {
      checkCompany(taken, in: &environment)
      self.record = record
      environment.held[machine] += taken.map(\.id)
      settling = Settling(taken, owner: .redelivery(isAlone: isAlone), stream: stream, machine: machine)
    }
  }

  private func checkCompany(_ taken: [Delivered], in environment: inout Environment) {
    if environment.isVariant(.countAfterHandling) { return }
    for entry in taken {
      let beginnings = environment.observed.beginnings[stream.rawValue][entry.id] ?? 1
      if taken.count > Observations.companyMax(beginnings: beginnings) {
        environment.violate("\(entry.id) is handled for the \(beginnings)th time, in a company of \(taken.count)")
      }
    }
  }

  private mutating func takeToGiveUp(_ candidate: Candidate, in environment: inout Environment, fault: StepFault?) {
    var taken: [Delivered] = []
    if fault != .before {
      taken = environment.claim([candidate], in: stream, for: machine, onlyIdle: !areRetries, becoming: { $0 })
    }
    if fault != nil {
      interrupt(in: &environment)
    } else if let entry = taken.first {
      tasks[0] = .bury(entry)
    } else {
      finishTask(in: &environment)
    }
  }

  // MARK: Settling

  private mutating func settle(
    _ settling: inout Settling,
    in environment: inout Environment,
    fault: StepFault?
  ) -> Bool {
    let unacknowledged = settling.settlement.next?.filter { [ids = settling.unacknowledged] in ids.contains($0.id) }
    switch settling.step(in: &environment, fault: fault) {
    case .working, .committed:
      if settling.isDone { finishTask(in: &environment) } else { self.settling = settling }
      return true
    case .interrupted:
      // We live: what wasn't handled is as it was before we began.
      uncorrected += settling.settlement.rest.map { Candidate(id: $0.id, record: record) }
      unasked += unacknowledged ?? []
      interrupt(in: &environment)
      return true
    case .killed: return false
    }
  }

  private mutating func finishTask(in environment: inout Environment) {
    environment.processes[process(environment)].leave(machine)
    tasks.removeFirst()
    environment.held[machine] = areRetries ? tasks.flatMap(Self.members) : []
    waitForTurn(in: &environment)
  }

  /// Whose turn didn't come keeps it; what others left behind is found again.
  private mutating func interrupt(in environment: inout Environment) {
    environment.processes[process(environment)].leave(machine)
    if areRetries {
      let rest = tasks.dropFirst().flatMap { task -> [Candidate] in
        if case .company(_, let members, _) = task { members } else { [] }
      }
      environment.processes[process(environment)].retries[stream.rawValue] += rest
    }
    environment.held[machine] = uncorrected.map(\.id)
    tasks = []
  }

  private static func members(of task: Task) -> [Int] {
    switch task {
    case .company(_, let members, _): members.map(\.id)
    case .giveUp(let candidate): [candidate.id]
    case .bury(let entry): [entry.id]
    }
  }
}
