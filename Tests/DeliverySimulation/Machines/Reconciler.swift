/// Puts samples into the outbox again that Redis lost: those that the ledger lacks and the outbox doesn't hold.
struct Reconciler: Hashable, Sendable {
  private enum Phase: Hashable { case resting, committing }

  let machine: Int
  private var phase = Phase.resting

  init(machine: Int) {
    self.machine = machine
  }

  var nextStep: String {
    switch phase {
    case .resting: "find lost samples"
    case .committing: "commit samples to publish again"
    }
  }

  /// At a sign that Redis forgot, and at the end of a drain.
  func isReady(in environment: Environment) -> Bool {
    if phase == .committing { return true }
    let isDrained = !environment[.samples].hasUnread && environment[.samples].pending?.isEmpty ?? false
    return (environment.hasForgotten || isDrained) && !environment.database.missingSamples.isEmpty
  }

  var canLoseAnswer: Bool { phase == .committing }

  var isBusy: Bool { phase == .committing }

  mutating func step(in environment: inout Environment, fault: StepFault?) {
    switch phase {
    case .resting:
      if fault != nil { return }
      if !environment.hasForgotten, !environment.observed.hasLostSamples {
        environment.violate("a sample is missing although Redis lost none")
      }
      environment.database.begin(machine)
      for update in environment.database.missingSamples { environment.database.append(update, by: machine) }
      phase = .committing
    case .committing:
      phase = .resting
      if fault != .before, environment.database.isOpen(machine) {
        environment.database.commit(machine)
        if fault == nil { environment.hasForgotten = false }
      } else {
        environment.database.abort(machine)
      }
    }
  }
}
