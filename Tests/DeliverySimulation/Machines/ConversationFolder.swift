import EventModel
import Resolution

/// Folds conversations without an entry at hand: those that are due, or those whose window closes.
struct ConversationFolder: Hashable, Sendable {
  private enum Phase: Hashable {
    case resting
    /// Marks are claimed; next are their conversations.
    case claiming([Int])
    case folding(FoldTransaction)
    /// Everything is held by others.
    case leaving
  }

  let machine: Int
  /// Whether it is the sweep.
  let closesWindows: Bool
  private var phase = Phase.resting

  init(machine: Int, closesWindows: Bool) {
    self.machine = machine
    self.closesWindows = closesWindows
  }

  var nextStep: String {
    switch phase {
    case .resting: closesWindows ? "claim overdue conversations" : "claim due marks"
    case .claiming(let conversations): "claim \(conversations)"
    case .folding(let fold): fold.nextStep
    case .leaving: "end with nothing"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    switch phase {
    case .resting: environment.process(of: machine).mayEnterTogether(machine) && hasWork(in: environment)
    case .claiming, .leaving: true
    case .folding(let fold): fold.isReady(in: environment)
    }
  }

  var isCommitNext: Bool {
    if case .folding(let fold) = phase { fold.phase == .commit } else { false }
  }

  var isBusy: Bool { phase != .resting }

  private func hasWork(in environment: Environment) -> Bool {
    if closesWindows {
      return environment.database.outcomes.contains { _, row in isOverdue(row, in: environment) }
    }
    return environment.database.due.contains { mark, _ in
      !environment.database.due.isHeld(mark, byOtherThan: machine)
    }
  }

  /// Conversations of outcomes that should be closed and that nobody else holds.
  private func overdue(in environment: Environment) -> [Int] {
    let rows = environment.database.outcomes.rows().map(\.value)
    return Set(rows.filter { isOverdue($0, in: environment) }.map(\.conversation)).sorted()
  }

  private func isOverdue(_ row: Database.OutcomeRow, in environment: Environment) -> Bool {
    row.stored.status == .pending && row.stored.windowExpiresAt < environment.scenario.closing
      && !environment.database.conversations.isHeld(row.conversation, byOtherThan: machine)
  }

  mutating func step(in environment: inout Environment, fault: StepFault?) {
    switch phase {
    case .resting: begin(in: &environment, fault: fault)
    case .claiming(let conversations):
      guard fault == nil, environment.database.isOpen(machine) else { return fail(in: &environment) }
      claim(conversations, in: &environment)
    case .folding(var fold):
      phase = .resting
      switch fold.step(in: &environment, fault: fault) {
      case true?: leave(in: &environment)
      case false?: phase = .folding(fold)
      case nil: leave(in: &environment)
      }
    case .leaving: fail(in: &environment)
    }
  }

  private mutating func begin(in environment: inout Environment, fault: StepFault?) {
    if fault != nil { return }
    environment.processes[environment.processOfMachine[machine]].enterTogether(machine)
    environment.database.begin(machine)
    if closesWindows {
      claim(overdue(in: environment), in: &environment)
      return
    }
    var conversations: Set<Int> = []
    var count = 0
    for (mark, conversation) in environment.database.due.rows(seenBy: machine)
    where count < environment.scenario.batchSize && environment.database.due.lock(mark, by: machine) {
      conversations.insert(conversation)
      count += 1
    }
    phase = .claiming(conversations.sorted())
  }

  private mutating func claim(_ conversations: [Int], in environment: inout Environment) {
    var early: FoldTransaction?
    if environment.isVariant(.historyBeforeClaim) {
      early = FoldTransaction(conversations, transaction: machine, closesWindows: closesWindows, environment)
      early?.load(in: environment)
    }
    let held = conversations.filter { environment.database.conversations.lock($0, by: machine) }
    if held.isEmpty {
      phase = .leaving
    } else if var early {
      early.drop(conversations.filter { !held.contains($0) })
      phase = .folding(early)
    } else {
      phase = .folding(
        FoldTransaction(held, transaction: machine, closesWindows: closesWindows, environment)
      )
    }
  }

  private mutating func fail(in environment: inout Environment) {
    environment.database.abort(machine)
    leave(in: &environment)
  }

  private mutating func leave(in environment: inout Environment) {
    environment.processes[environment.processOfMachine[machine]].leave(machine)
    phase = .resting
  }
}
