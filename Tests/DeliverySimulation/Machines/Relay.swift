import EventModel

/// The outbox relay: claims rows, publishes them, forgets them.
struct Relay: Hashable, Sendable {
  private enum Phase: Hashable {
    case resting
    case publishing
    case forgetting
  }

  private struct Row: Hashable {
    let id: Int
    let update: CalibrationUpdate
  }

  let machine: Int
  private var phase = Phase.resting
  private var rows: [Row] = []

  init(machine: Int) {
    self.machine = machine
  }

  var nextStep: String {
    switch phase {
    case .resting: "claim outbox rows"
    case .publishing: "publish rows \(rows.map { "\($0.id) (revision \($0.update.revision))" })"
    case .forgetting: "forget rows \(rows.map(\.id)), commit"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    guard phase == .resting else { return true }
    guard environment.process(of: machine).mayEnterTogether(machine) else { return false }
    if environment.database.outbox.isEmpty { return false }
    let position = position(in: environment)
    return environment.database.outbox.contains { id, _ in
      id > position && !environment.database.outbox.isHeld(id, byOtherThan: machine)
    }
  }

  /// Where the broken relay reads on.
  private func position(in environment: Environment) -> Int {
    environment.isVariant(.skipLateOutboxRows) ? environment.database.relayPosition : 0
  }

  var canLoseAnswer: Bool { phase != .resting }

  var isBusy: Bool { phase != .resting }

  mutating func step(in environment: inout Environment, fault: StepFault?) {
    let forgetsFirst = environment.isVariant(.forgetBeforePublishing)
    switch phase {
    case .resting:
      if fault != nil { return }
      claim(in: &environment)
      phase = forgetsFirst ? .forgetting : .publishing
    case .publishing:
      // It isn't noticed here that the server ended the transaction.
      if fault != .before {
        for row in rows { environment.publish(row.update) }
        if environment.isVariant(.skipLateOutboxRows) { environment.database.relayPosition = rows.last?.id ?? 0 }
      }
      if fault != nil || forgetsFirst { return end(in: &environment) }
      phase = .forgetting
    case .forgetting:
      forget(in: &environment, fault: fault)
      if forgetsFirst && fault == nil { phase = .publishing } else { end(in: &environment) }
    }
  }

  private mutating func claim(in environment: inout Environment) {
    environment.processes[environment.processOfMachine[machine]].enterTogether(machine)
    environment.database.begin(machine)
    let position = position(in: environment)
    for (id, update) in environment.database.outbox.rows(seenBy: machine)
    where id > position && rows.count < environment.scenario.batchSize
      && environment.database.outbox.lock(id, by: machine)
    {
      rows.append(Row(id: id, update: update))
    }
  }

  private func forget(in environment: inout Environment, fault: StepFault?) {
    guard environment.database.isOpen(machine), fault != .before else { return }
    for row in rows { environment.database.outbox.write(row.id, nil, by: machine) }
    environment.database.commit(machine)
  }

  private mutating func end(in environment: inout Environment) {
    environment.database.abort(machine)
    environment.processes[environment.processOfMachine[machine]].leave(machine)
    rows = []
    phase = .resting
  }
}
