/// What may happen next.
enum Choice: Hashable, Sendable {
  case publish(isAnswerLost: Bool)
  case step(Int, StepFault?)
  /// A dead process starts again.
  case restart(Int)
  /// A stopped process goes on.
  case wake(Int)
  /// The heartbeat of a silent process is heard again.
  case speak(Int)
  /// The server ends the transactions of a stopped process.
  case endTransactions(Int)
  case kill(Int)
  case stop(Int)
  case silence(Int)
  case destroyGroup(StreamName)
  case forget
  case trim(StreamName)
}
