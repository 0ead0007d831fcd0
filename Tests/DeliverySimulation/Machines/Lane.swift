import Delivery

/// A lane: reads new entries, settles them, acknowledges with the next read.
struct Lane: Hashable, Sendable {
  private enum Phase: Hashable {
    case reading
    /// The group vanished.
    case recreating
    /// Entries whose delivery was lost with its answer.
    case takingLost([Candidate])
    case settling(Settling)
  }

  let machine: Int
  let stream: StreamName
  private var phase = Phase.reading
  private var acknowledgements = Acknowledgements<StreamName, Int>()
  /// Whether an answer with entries may have been lost.
  private var isRecovering = false

  init(machine: Int, stream: StreamName) {
    self.machine = machine
    self.stream = stream
  }

  private var due: [Int] { acknowledgements.due.flatMap(\.ids).sorted() }

  var nextStep: String {
    switch phase {
    case .reading:
      isRecovering
        ? (acknowledgements.isEmpty ? "look for lost deliveries" : "acknowledge \(due)")
        : "acknowledge \(due) and read"
    case .recreating: "make the group again"
    case .takingLost(let lost): "take lost deliveries \(lost.map(\.id))"
    case .settling(let settling): settling.nextStep
    }
  }

  func isReady(in environment: Environment) -> Bool {
    switch phase {
    case .reading:
      isRecovering || !acknowledgements.isEmpty || environment[stream].pending == nil
        || environment[stream].hasUnread
    case .recreating, .takingLost: true
    case .settling(let settling): settling.isReady(in: environment)
    }
  }

  var canLoseAnswer: Bool {
    switch phase {
    case .reading, .recreating, .takingLost: true
    case .settling(let settling): settling.canLoseAnswer
    }
  }

  /// Whether a stop or a death would change anything.
  var isBusy: Bool {
    phase != .reading || !acknowledgements.isEmpty
  }

  /// - Returns: whether the process lives.
  mutating func step(in environment: inout Environment, fault: StepFault?) -> Bool {
    switch phase {
    case .reading:
      if isRecovering { recover(in: &environment, fault: fault) } else { read(in: &environment, fault: fault) }
    case .recreating:
      if fault != .before { environment.createGroup(of: stream) }
      if fault == nil { phase = .reading }
    case .takingLost(let lost): takeLost(lost, in: &environment, fault: fault)
    case .settling(var settling):
      phase = .reading
      return settle(&settling, in: &environment, fault: fault)
    }
    return true
  }

  /// One round trip: acknowledgements, then the read.
  private mutating func read(in environment: inout Environment, fault: StepFault?) {
    if fault == .before {
      isRecovering = true
      return
    }
    flush(in: &environment, isConfirmed: fault == nil)
    let machine = machine
    let new = environment[stream].read(for: environment.consumer(machine), countMax: environment.scenario.batchSize)
    for entry in new ?? [] { environment.observed.beginnings[stream.rawValue][entry.id, default: 0] += 1 }
    if fault == .after {
      isRecovering = true
    } else if let new {
      if !new.isEmpty { settle(new, in: &environment) }
    } else {
      isRecovering = true
      phase = .recreating
    }
  }

  private mutating func settle(_ entries: [Delivered], in environment: inout Environment) {
    environment.held[machine] += entries.map(\.id)
    phase = .settling(Settling(entries, owner: .lane, stream: stream, machine: machine))
  }

  private mutating func flush(in environment: inout Environment, isConfirmed: Bool) {
    let ids = due
    environment.acknowledge(ids, in: stream)
    guard isConfirmed else { return }
    acknowledgements.confirm(stream)
    environment.held[machine].removeAll { ids.contains($0) }
  }

  private mutating func recover(in environment: inout Environment, fault: StepFault?) {
    if fault == .before { return }
    if !acknowledgements.isEmpty {
      flush(in: &environment, isConfirmed: fault == nil)
      return
    }
    if fault != nil { return }
    guard let pending = environment[stream].pending else {
      phase = .recreating
      return
    }
    let own = environment.consumer(machine)
    let lost = pending.filter { $0.owner == own && $0.candidate.record == .delivered }.map(\.candidate)
    isRecovering = false
    if !lost.isEmpty { phase = .takingLost(lost) }
  }

  private mutating func takeLost(_ lost: [Candidate], in environment: inout Environment, fault: StepFault?) {
    phase = .reading
    guard fault == nil else {
      isRecovering = true
      if fault == .after {
        _ = environment.claim(lost, in: stream, for: machine, onlyIdle: false, becoming: { $0 })
      }
      return
    }
    let taken = environment.claim(lost, in: stream, for: machine, onlyIdle: false, becoming: { $0 })
    if !taken.isEmpty { settle(taken, in: &environment) }
  }

  private mutating func settle(
    _ settling: inout Settling,
    in environment: inout Environment,
    fault: StepFault?
  ) -> Bool {
    switch settling.step(in: &environment, fault: fault) {
    case .working: break
    case .committed(let ids): if !ids.isEmpty { acknowledgements.add(ids, of: stream) }
    case .interrupted:
      // The rest stays pending; whoever finds it takes it over.
      environment.held[machine] = due
      return true
    case .killed: return false
    }
    if settling.isDone {
      environment.held[machine] = due
    } else {
      phase = .settling(settling)
    }
    return true
  }
}
