import EventModel

/// What a run does. Load and faults depend on nothing else; when the processes do what is up to the machine.
struct ChaosPlan: Sendable {
  static let tenantCount = 5
  /// The history that is published: it ends at the day of the run, so that its last windows are still open.
  static let historySpan = TimeInterval.days(90)

  /// A run that lasts as long comes to every kind of fault; a shorter one may end before.
  private static let secondsOfEveryKind = 30

  let seed: UInt64
  /// Of the faults; as long as the load takes to be published.
  let seconds: Int
  let workerCount: Int
  let aggregatorCount: Int
  /// Entries a second.
  let rate: Int
  /// In a fixed order, because the seed chooses among them.
  let faults: [FaultKind]
  /// Where the history begins.
  let start: Timestamp

  /// Whether a kind of fault that never happened is something wrong.
  var comesToEveryKind: Bool { seconds >= Self.secondsOfEveryKind }

  var end: Timestamp { start + Self.historySpan }

  /// The command that does the same again.
  var command: String {
    let day = start.rfc3339
    return "deploy/chaos --seed \(seed) --seconds \(seconds) --workers \(workerCount) --aggregators \(aggregatorCount) "
      + "--rate \(rate) --start \(day) --faults \(faults.map(\.rawValue).joined(separator: ","))"
  }
}
