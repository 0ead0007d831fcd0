/// The whole simulation at one moment: a value, so that it can be copied, compared and taken further in every way.
struct World: Hashable, Sendable {
  private(set) var environment: Environment
  private(set) var machines: [Machine]
  private var publishedCount = 0
  private(set) var faultsLeft: Int

  init(_ scenario: Scenario) {
    environment = Environment(scenario)
    machines = scenario.processes.flatMap(\.machines).enumerated().map { Machine($1, number: $0) }
    faultsLeft = scenario.faults.countMax
    if scenario.isPublishedAtOnce {
      for number in scenario.publications.indices { environment.publish(number) }
      publishedCount = scenario.publications.count
    }
  }

  private var scenario: Scenario { environment.scenario }

  var violation: String? { environment.observed.violation }

  /// Whether a machine holds or remembers anything.
  var isBusy: Bool { machines.contains(where: \.isBusy) }

  // MARK: Choices

  /// What happens without a fault; nothing once everything is at rest, or stuck.
  func steps() -> [Choice] {
    var choices: [Choice] = []
    if publishedCount < scenario.publications.count { choices.append(.publish(isAnswerLost: false)) }
    for number in machines.indices where canStep(number) { choices.append(.step(number, nil)) }
    for (number, process) in environment.processes.enumerated() {
      switch process.status {
      case .running: if process.isSilent { choices.append(.speak(number)) }
      case .stopped:
        choices.append(.wake(number))
        if hasTransaction(number) { choices.append(.endTransactions(number)) }
      case .dead: choices.append(.restart(number))
      }
    }
    return choices
  }

  /// What may go wrong now.
  func faults() -> [Choice] {
    let kinds = scenario.faults.kinds
    guard faultsLeft > 0 else { return [] }
    var choices: [Choice] = []
    for number in machines.indices where canStep(number) {
      if kinds.contains(.lostBefore) { choices.append(.step(number, .before)) }
      if kinds.contains(.lostAfter), machines[number].canLoseAnswer { choices.append(.step(number, .after)) }
    }
    for (number, process) in environment.processes.enumerated() where process.status == .running && isBusy(number) {
      if kinds.contains(.kill) { choices.append(.kill(number)) }
      if kinds.contains(.stop) { choices.append(.stop(number)) }
      if kinds.contains(.silence), !process.isSilent { choices.append(.silence(number)) }
    }
    for stream in StreamName.allCases {
      if kinds.contains(.groupDestroyed), environment[stream].pending != nil { choices.append(.destroyGroup(stream)) }
      if kinds.contains(.trimmed), !environment[stream].entries.isEmpty { choices.append(.trim(stream)) }
    }
    if kinds.contains(.forgotten) { choices.append(.forget) }
    if kinds.contains(.lostAfter), publishedCount < scenario.publications.count,
      scenario.publications[publishedCount].nature == .sound
    {
      choices.append(.publish(isAnswerLost: true))
    }
    return choices
  }

  private func canStep(_ machine: Int) -> Bool {
    environment.processes[environment.processOfMachine[machine]].status == .running
      && machines[machine].isReady(in: environment)
  }

  private func machineNumbers(of process: Int) -> [Int] {
    machines.indices.filter { environment.processOfMachine[$0] == process }
  }

  private func hasTransaction(_ process: Int) -> Bool {
    machineNumbers(of: process).contains { environment.database.isOpen($0) }
  }

  private func isBusy(_ process: Int) -> Bool {
    machineNumbers(of: process).contains { machines[$0].isBusy || !environment.held[$0].isEmpty }
      || environment.processes[process].retries.contains { !$0.isEmpty }
  }

  // MARK: Consequences

  mutating func perform(_ choice: Choice) {
    switch choice {
    case .publish(let isAnswerLost):
      environment.publish(publishedCount)
      // Whose answer was lost is added again.
      if isAnswerLost { faultsLeft -= 1 } else { publishedCount += 1 }
    case .step(let number, let fault):
      if fault != nil { faultsLeft -= 1 }
      if !machines[number].step(in: &environment, fault: fault) {
        environment.observed.deathCount += 1
        checkSuspects(besides: number)
        die(environment.processOfMachine[number])
      }
    case .restart(let process): environment.processes[process].restart()
    case .wake(let process): environment.processes[process].wake()
    case .speak(let process): environment.processes[process].speak()
    case .endTransactions(let process):
      for number in machineNumbers(of: process) { environment.database.abort(number) }
    case .kill(let process):
      interrupt()
      die(process)
    case .stop(let process):
      interrupt()
      environment.processes[process].stop()
    case .silence(let process):
      interrupt()
      environment.processes[process].fallSilent()
    case .destroyGroup(let stream):
      faultsLeft -= 1
      environment.destroyGroup(of: stream)
    case .forget:
      faultsLeft -= 1
      environment.forgetRedis()
    case .trim(let stream):
      faultsLeft -= 1
      environment.trim(stream)
    }
  }

  /// A death has one cause: the entry that caused it.
  private mutating func checkSuspects(besides killer: Int) {
    for number in machineNumbers(of: environment.processOfMachine[killer]) where number != killer {
      guard case .redelivery(let loop) = machines[number] else { continue }
      for entry in loop.suspects where environment.nature(entry.payload) != .kills {
        environment.violate("\(entry.id) of \(loop.stream) is charged with a death that another caused")
      }
    }
  }

  private mutating func interrupt() {
    faultsLeft -= 1
    environment.observed.interruptionCount += 1
  }

  private mutating func die(_ process: Int) {
    environment.processes[process].die()
    let kinds = scenario.processes.flatMap(\.machines)
    for number in machineNumbers(of: process) {
      environment.database.abort(number)
      if let stream = machines[number].stream {
        environment.observed.orphaned[stream.rawValue].formUnion(environment.held[number])
      }
      environment.held[number] = []
      machines[number] = Machine(kinds[number], number: number)
    }
  }

  // MARK: Words

  /// What a choice is, before it is made.
  func description(of choice: Choice) -> String {
    switch choice {
    case .publish(let isAnswerLost):
      "producer: add entry of \(scenario.publications[publishedCount])\(isAnswerLost ? ", answer lost" : "")"
    case .step(let number, let fault): "\(name(of: number)): \(machines[number].nextStep)\(Self.words(fault))"
    case .restart(let process): "process \(process) starts again"
    case .wake(let process): "process \(process) wakes"
    case .speak(let process): "process \(process) is heard again"
    case .endTransactions(let process): "PostgreSQL ends the transactions of process \(process)"
    case .kill(let process): "process \(process) is killed"
    case .stop(let process): "process \(process) is stopped"
    case .silence(let process): "process \(process) falls silent"
    case .destroyGroup(let stream): "the group of \(stream) is destroyed"
    case .forget: "Redis forgets everything"
    case .trim(let stream): "the oldest entry of \(stream) is cut off"
    }
  }

  private func name(of machine: Int) -> String {
    "process \(environment.processOfMachine[machine]), \(machines[machine].name) (\(machine))"
  }

  private static func words(_ fault: StepFault?) -> String {
    switch fault {
    case nil: ""
    case .before: ": fails, nothing was done"
    case .after: ": is done, the answer is lost"
    }
  }
}
