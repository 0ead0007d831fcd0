/// Any machine: a loop whose every step is a point where others may come between.
enum Machine: Hashable, Sendable {
  case lane(Lane)
  case redelivery(RedeliveryLoop)
  case folder(ConversationFolder)
  case relay(Relay)
  case reconciler(Reconciler)

  init(_ kind: MachineKind, number: Int) {
    switch kind {
    case .lane(let stream): self = .lane(Lane(machine: number, stream: stream))
    case .redelivery(let stream): self = .redelivery(RedeliveryLoop(machine: number, stream: stream))
    case .dueFolder: self = .folder(ConversationFolder(machine: number, closesWindows: false))
    case .sweep: self = .folder(ConversationFolder(machine: number, closesWindows: true))
    case .relay: self = .relay(Relay(machine: number))
    case .reconciler: self = .reconciler(Reconciler(machine: number))
    }
  }

  /// The stream whose entries it works on.
  var stream: StreamName? {
    switch self {
    case .lane(let lane): lane.stream
    case .redelivery(let loop): loop.stream
    case .folder, .relay, .reconciler: nil
    }
  }

  var name: String {
    switch self {
    case .lane(let lane): "lane of \(lane.stream)"
    case .redelivery(let loop): "redelivery of \(loop.stream)"
    case .folder(let folder): folder.closesWindows ? "sweep" : "due folder"
    case .relay: "relay"
    case .reconciler: "reconciliation"
    }
  }

  var nextStep: String {
    switch self {
    case .lane(let machine): machine.nextStep
    case .redelivery(let machine): machine.nextStep
    case .folder(let machine): machine.nextStep
    case .relay(let machine): machine.nextStep
    case .reconciler(let machine): machine.nextStep
    }
  }

  /// Whether a step can be made: there is something to do, and nothing to wait for.
  func isReady(in environment: Environment) -> Bool {
    switch self {
    case .lane(let machine): machine.isReady(in: environment)
    case .redelivery(let machine): machine.isReady(in: environment)
    case .folder(let machine): machine.isReady(in: environment)
    case .relay(let machine): machine.isReady(in: environment)
    case .reconciler(let machine): machine.isReady(in: environment)
    }
  }

  /// Whether the next step can be executed although its answer is lost.
  var canLoseAnswer: Bool {
    switch self {
    case .lane(let machine): machine.canLoseAnswer
    case .redelivery(let machine): machine.canLoseAnswer
    case .folder(let machine): machine.isCommitNext
    case .relay(let machine): machine.canLoseAnswer
    case .reconciler(let machine): machine.canLoseAnswer
    }
  }

  /// Whether it has something in its memory, or holds something.
  var isBusy: Bool {
    switch self {
    case .lane(let machine): machine.isBusy
    case .redelivery(let machine): machine.isBusy
    case .folder(let machine): machine.isBusy
    case .relay(let machine): machine.isBusy
    case .reconciler(let machine): machine.isBusy
    }
  }

  /// - Returns: whether the process lives.
  mutating func step(in environment: inout Environment, fault: StepFault?) -> Bool {
    switch self {
    case .lane(var machine):
      let lives = machine.step(in: &environment, fault: fault)
      self = .lane(machine)
      return lives
    case .redelivery(var machine):
      let lives = machine.step(in: &environment, fault: fault)
      self = .redelivery(machine)
      return lives
    case .folder(var machine):
      machine.step(in: &environment, fault: fault)
      self = .folder(machine)
    case .relay(var machine):
      machine.step(in: &environment, fault: fault)
      self = .relay(machine)
    case .reconciler(var machine):
      machine.step(in: &environment, fault: fault)
      self = .reconciler(machine)
    }
    return true
  }
}
