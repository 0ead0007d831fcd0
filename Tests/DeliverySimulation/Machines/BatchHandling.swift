import EventModel

/// What became of an entry.
enum EntryOutcome: Hashable, Sendable {
  case applied
  case refused(RefusalReason)
}

/// How one step of a handling ended.
enum HandlingResult {
  case working
  case done([EntryOutcome])
  /// A store was away, or its answer was lost: with nothing applied, or with the outcome unknown.
  case storeFailed
  /// Somewhere in the batch is the culprit; nothing was applied.
  case workFailed
  /// The process is dead.
  case killed
}

/// What hits a step.
public enum StepFault: Hashable, Sendable {
  /// Nothing was executed.
  case before
  /// It was executed, and its answer was lost.
  case after
}

/// One call of a batch handler: a transaction, statement by statement.
enum BatchHandling: Hashable, Sendable {
  case events(EventHandling)
  case samples(SampleHandling)

  init(_ entries: [Delivered], of stream: StreamName, by machine: Int) {
    switch stream {
    case .events: self = .events(EventHandling(entries, transaction: machine))
    case .samples: self = .samples(SampleHandling(entries, transaction: machine))
    }
  }

  func isReady(in environment: Environment) -> Bool {
    switch self {
    case .events(let handling): handling.isReady(in: environment)
    case .samples(let handling): handling.isReady(in: environment)
    }
  }

  /// Whether the next step is a commit, whose outcome can be unknown.
  var isCommitNext: Bool {
    switch self {
    case .events(let handling): handling.isCommitNext
    case .samples(let handling): handling.isCommitNext
    }
  }

  var nextStep: String {
    switch self {
    case .events(let handling): handling.nextStep
    case .samples(let handling): handling.nextStep
    }
  }

  mutating func step(in environment: inout Environment, fault: StepFault?) -> HandlingResult {
    switch self {
    case .events(var handling):
      let result = handling.step(in: &environment, fault: fault)
      self = .events(handling)
      return result
    case .samples(var handling):
      let result = handling.step(in: &environment, fault: fault)
      self = .samples(handling)
      return result
    }
  }
}
